using System.Collections.Immutable;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Grains;
using AutoCrm.Actors.Grains.Events;
using AutoCrm.Actors.Silo.Hosting;
using AutoCrm.Actors.Silo.Privacy;
using AutoCrm.Actors.Silo.Schema;
using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;

namespace AutoCrm.Actors.Silo.Events;

/// <summary>The event log on PostgreSQL.</summary>
internal sealed partial class PostgresEventLog : BackgroundService, IEventLog
{
    private const string SelectPartition =
        $"SELECT {LoggedEventReader.Columns} FROM event_log e WHERE partition = $1 AND log_offset > $2 ORDER BY log_offset LIMIT $3";

    private const string SelectHead = "SELECT head_offset FROM partition_head WHERE partition = $1";

    private static readonly Task<bool> Reached = Task.FromResult(true);
    private static readonly TimeSpan OverloadRetry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LeavingRetry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan DownRetry = TimeSpan.FromSeconds(2);

    private readonly DataSources databases;
    private readonly LogIncarnation incarnation;
    private readonly EventLogSignals signals;
    private readonly CommittedTail tail;
    private readonly BodyHashes hashes;
    private readonly PersonalReading reading;
    private readonly AppendLane[] lanes;
    private readonly CancellationToken leaving;

    public PostgresEventLog(
        DataSources databases,
        LogIncarnation incarnation,
        EventLogSignals signals,
        CommittedTail tail,
        IOptions<EventLogOptions> options,
        BodyHashes hashes,
        PersonalSealing personal,
        PersonalReading reading,
        Weaknesses weaknesses,
        IHostApplicationLifetime lifetime,
        TimeProvider time,
        ILogger<PostgresEventLog> logger)
    {
        leaving = lifetime.ApplicationStopping;
        this.databases = databases;
        this.incarnation = incarnation;
        this.signals = signals;
        this.tail = tail;
        this.hashes = hashes;
        this.reading = reading;
        var transaction = new AppendTransaction(databases.Append, new DecisionFence(incarnation.Partitions), personal, weaknesses);
        lanes = [.. Enumerable.Range(0, options.Value.Lanes)
            .Select(_ => new AppendLane(transaction, tail, signals, options.Value, time, logger))];
    }

    public Guid Epoch => incarnation.Epoch;

    public Task<AppendReply> Append(ImmutableArray<NewEvent> events) =>
        Append(ImmutableArray.CreateRange(events, reported => new PendingEvent(reported, PartitionOf(reported), hashes)));

    public Task<AppendReply> AppendTogether(ImmutableArray<NewEvent> events) => Append(Together(events, new object()));

    private async Task<AppendReply> Append(ImmutableArray<PendingEvent> pending)
    {
        if (leaving.IsCancellationRequested)
        {
            return Refuse(UnavailableReason.Leaving, LeavingRetry);
        }

        var appends = pending
            .GroupBy(e => e.Partition % lanes.Length)
            .Select(lane => lanes[lane.Key].TryAppend([.. lane]))
            .ToArray();
        var done = await Task.WhenAll(appends.OfType<Task<bool>>());
        if (appends.Contains(null))
        {
            return Refuse(UnavailableReason.Overloaded, OverloadRetry);
        }

        return done.Contains(false)
            ? Refuse(UnavailableReason.LogDown, DownRetry)
            : new AppendReply { Epoch = Epoch, Results = ImmutableArray.CreateRange(pending, e => e.Result) };
    }

    public async Task<ImmutableArray<LoggedEvent>> ReadPartition(
        int partition, long after, int most, CancellationToken cancellation)
    {
        if (tail.TryRead(partition, after, most, out var recent))
        {
            return recent;
        }

        await using var command = databases.Read.CreateCommand(SelectPartition);
        command.Parameters.Add(new NpgsqlParameter<short> { TypedValue = (short)partition });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = after });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = most });
        var events = ImmutableArray.CreateBuilder<LoggedEvent>();

        // Closed once: a connection uses its reader again, for whoever has it next.
        await using (var reader = await command.ExecuteReaderAsync(cancellation))
        {
            while (await reader.ReadAsync(cancellation))
            {
                events.Add(LoggedEventReader.Read(reader, 0, reading));
            }
        }

        await reading.Open(events, cancellation);
        return events.ToImmutable();
    }

    public async Task<long> ReadHead(int partition, CancellationToken cancellation)
    {
        await using var command = databases.Read.CreateCommand(SelectHead);
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Smallint, Value = (short)partition });
        return (long)(await command.ExecuteScalarAsync(cancellation) ?? 0L);
    }

    // What this silo has seen of the log stays, or IncarnationWatch ends the silo.
    public Task<bool> Reaches(Position position) => signals.HeadOf(position.Partition) >= position.Offset ? Reached : ReachesInTable(position);

    private async Task<bool> ReachesInTable(Position position) =>
        await ReadHead(position.Partition, CancellationToken.None) >= position.Offset;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        foreach (var lane in lanes)
        {
            lane.Complete();
        }

        await base.StopAsync(cancellationToken);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(lanes.Select(lane => lane.Run(CancellationToken.None)));

    private ImmutableArray<PendingEvent> Together(ImmutableArray<NewEvent> events, object whole)
    {
        var partition = PartitionOf(events[0]);
        return ImmutableArray.CreateRange(events, reported => new PendingEvent(reported, partition, hashes, whole));
    }

    private int PartitionOf(NewEvent reported) => EventIdentity.PartitionOf(reported, incarnation.Partitions);

    private AppendReply Refuse(UnavailableReason reason, TimeSpan retryAfter) =>
        new() { Epoch = Epoch, Unavailable = new Unavailable(reason, retryAfter) };
}
