using System.Collections.Concurrent;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Grains;
using AutoCrm.Actors.Silo.Events;
using AutoCrm.Actors.Silo.Hosting;
using AutoCrm.Actors.Silo.Privacy;
using AutoCrm.Actors.Silo.Schema;
using AutoCrm.Actors.Tests.Support;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;
using Xunit;

namespace AutoCrm.Actors.Silo.Tests.Events;

/// <summary>
/// Sixteen appenders, which pause before their commit, roll back and lose their connections, against readers in a tight
/// loop. Bounded to 15 s; <c>AUTOCRM_RACE_ROWS=1000000</c> runs it until the log has as many rows.
/// </summary>
public sealed class ReaderRaceTests : IAsyncLifetime
{
    private const string Variable = "AUTOCRM_RACE_ROWS";
    private const int Appenders = 16;
    private const int Partitions = 8;
    private const int Readers = 2;
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(15);
    private static readonly long Wanted = long.Parse(
        Environment.GetEnvironmentVariable(Variable) ?? "0", System.Globalization.CultureInfo.InvariantCulture);

    // The deferred trigger runs at the commit, when offsets are taken and rows are inserted.
    private const string Disturb =
        """
        CREATE FUNCTION autocrm.disturb() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF NEW.id LIKE 'pause-%' THEN PERFORM pg_sleep(random() * 0.03); END IF;
            IF NEW.id LIKE 'abort-%' THEN RAISE EXCEPTION 'aborted at its commit'; END IF;
            RETURN NULL;
        END $$;
        CREATE CONSTRAINT TRIGGER disturb AFTER INSERT ON autocrm.event_log DEFERRABLE INITIALLY DEFERRED
            FOR EACH ROW WHEN (NEW.id ~ '^(pause|abort)-') EXECUTE FUNCTION autocrm.disturb();
        """;

    private const string Terminate =
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'autocrm-silo-append' AND random() < 0.3";

    private readonly PostgresFixture postgres = new();
    private readonly ConcurrentBag<string> appended = [];
    private DataSources? databases;
    private LogIncarnation? incarnation;
    private int rollbacks;
    private int lostConnections;

    public async ValueTask InitializeAsync()
    {
        await postgres.InitializeAsync();
        await SchemaMigration.Apply(postgres.ConnectionString, Partitions, CancellationToken.None);
        incarnation = await LogIncarnation.Read(postgres.ConnectionString, allowUnsafe: true, CancellationToken.None);
        databases = new DataSources(postgres.ConnectionString);
        await Execute(Disturb);
    }

    public async ValueTask DisposeAsync()
    {
        await databases!.DisposeAsync();
        await postgres.DisposeAsync();
    }

    [Fact]
    public async Task No_row_appears_late_none_is_skipped_and_nothing_aborted_is_ever_seen()
    {
        using var stop = new CancellationTokenSource();
        using var written = new CancellationTokenSource();
        var seen = Enumerable.Range(0, Partitions).Select(_ => new List<string>()).ToArray();
        var reading = Enumerable.Range(0, Readers).Select(n => Task.Run(() => Read(n, seen, written.Token))).ToArray();
        var appending = Enumerable.Range(0, Appenders).Select(n => Task.Run(() => Append(n, stop.Token))).ToArray();
        var breaking = Break(stop.Token);
        await Enough(stop);
        await Task.WhenAll([.. appending, breaking]);
        await written.CancelAsync();
        await Task.WhenAll(reading);

        var log = await Log();
        for (var partition = 0; partition < Partitions; partition++)
        {
            // What the readers saw while it grew is what there is: no row came late, and none has been skipped.
            Assert.Equal(log[partition], seen[partition]);
        }

        var all = seen.SelectMany(ids => ids).ToList();
        Assert.Equal(appended.Order(StringComparer.Ordinal), all.Order(StringComparer.Ordinal));
        Assert.DoesNotContain(all, id => id.StartsWith("abort-", StringComparison.Ordinal) || id.StartsWith("doomed-", StringComparison.Ordinal));
        Assert.True(rollbacks > 20 && lostConnections > 0, $"{rollbacks} rollbacks, {lostConnections} lost connections");
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{all.Count} rows, {rollbacks} rollbacks, {lostConnections} lost connections: 0 late, 0 skipped, 0 aborted seen");
    }

    private async Task Enough(CancellationTokenSource stop)
    {
        if (Wanted == 0)
        {
            stop.CancelAfter(Bound);
            return;
        }

        await using var rows = databases!.Read.CreateCommand("SELECT sum(head_offset)::bigint FROM partition_head");
        while (await rows.ExecuteScalarAsync() is long count && count < Wanted)
        {
            await Task.Delay(100);
        }

        await stop.CancelAsync();
    }

    private CustomerKeys Keys => new(databases!.Read, databases.Write, SiloFixture.Master);

    private async Task Append(int appender, CancellationToken stop)
    {
        var random = new Random(appender);
        var transaction = new AppendTransaction(databases!.Append, new DecisionFence(Partitions), new PersonalSealing(Keys), new Weaknesses());
        for (var batch = 0; !stop.IsCancellationRequested; batch++)
        {
            var fate = random.Next(100) switch { < 4 => "abort-", < 10 => "pause-", _ => string.Empty };
            var events = Enumerable.Range(0, random.Next(1, 60)).Select(n => Pending(n == 0 ? fate : string.Empty, $"{appender}-{batch}-{n}", random)).ToList();
            if (fate == "abort-")
            {
                // The first one brings all of them down.
                events = [.. events.Select((e, n) => n == 0 ? e : Pending("doomed-", $"{appender}-{batch}-{n}", random))];
                await Assert.ThrowsAnyAsync<NpgsqlException>(() => transaction.Run(events, CancellationToken.None));
                Interlocked.Increment(ref rollbacks);
                continue;
            }

            await Insist(transaction, events);
            events.ForEach(e => appended.Add(e.Reported.Id));
        }
    }

    // Without an answer it is unknown what became of it, and repeating tells.
    private async Task Insist(AppendTransaction transaction, List<PendingEvent> events)
    {
        while (true)
        {
            try
            {
                await transaction.Run(events, CancellationToken.None);
                return;
            }
            catch (NpgsqlException)
            {
                Interlocked.Increment(ref lostConnections);
            }
        }
    }

    private static PendingEvent Pending(string fate, string id, Random random)
    {
        var reported = SiloFixture.Event("com.example.note.v1", "{}", dealership: $"D{random.Next(64)}", id: fate + id);
        return new PendingEvent(reported, EventIdentity.PartitionOf(reported, Partitions), new BodyHashes(SiloFixture.Master));
    }

    private async Task Break(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await Execute(Terminate);
            await Task.Delay(500, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task Read(int reader, List<string>[] seen, CancellationToken written)
    {
        var log = NewLog();
        var partitions = Enumerable.Range(0, Partitions).Where(p => p % Readers == reader).ToArray();
        for (var isLast = false; ;)
        {
            var read = 0;
            foreach (var partition in partitions)
            {
                var events = await log.ReadPartition(partition, seen[partition].Count, 500, CancellationToken.None);
                foreach (var happened in events)
                {
                    seen[partition].Add(happened.Stamp.Id);
                    Assert.Equal(new Position(partition, seen[partition].Count), happened.Position);
                }

                read += events.Length;
            }

            // One more round after the last commit, and until nothing is left.
            if (isLast && read == 0)
            {
                return;
            }

            isLast = written.IsCancellationRequested;
        }
    }

    private PostgresEventLog NewLog() => new(
        databases!,
        incarnation!,
        new EventLogSignals(incarnation!),
        new CommittedTail(incarnation!),
        Options.Create(new EventLogOptions()),
        new BodyHashes(SiloFixture.Master),
        new PersonalSealing(Keys),
        new PersonalReading(Keys),
        new Weaknesses(),
        new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance),
        TimeProvider.System,
        NullLogger<PostgresEventLog>.Instance);

    private async Task<List<string>[]> Log()
    {
        var log = Enumerable.Range(0, Partitions).Select(_ => new List<string>()).ToArray();
        await using var command = databases!.Read.CreateCommand("SELECT partition, log_offset, id FROM event_log ORDER BY partition, log_offset");
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            log[reader.GetInt16(0)].Add(reader.GetString(2));
            Assert.Equal(log[reader.GetInt16(0)].Count, reader.GetInt64(1));
        }

        return log;
    }

    private async Task Execute(string sql)
    {
        await using var connection = new NpgsqlConnection(postgres.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
