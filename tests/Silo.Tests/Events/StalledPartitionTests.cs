using System.Diagnostics;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Silo.Events;
using AutoCrm.Actors.Silo.Hosting;
using AutoCrm.Actors.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace AutoCrm.Actors.Silo.Tests.Events;

/// <summary>A session that sits on one partition stops that partition only, and not for long.</summary>
public sealed class StalledPartitionTests : IAsyncLifetime
{
    private const int Partitions = 8;

    // What the first transaction waits that meets the lock, and what the machine may add to it.
    private static readonly TimeSpan FirstMeeting = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Afterwards = TimeSpan.FromSeconds(1);

    // The silo's sessions have idle_in_transaction_session_timeout = 10 s.
    private static readonly TimeSpan Resumed = TimeSpan.FromSeconds(14);

    private readonly PostgresFixture postgres = new();
    private WebApplication? silo;

    public async ValueTask InitializeAsync()
    {
        await postgres.InitializeAsync();
        silo = await SiloFixture.Start(postgres.ConnectionString, $"--AutoCrm:Log:Partitions={Partitions}");
    }

    public async ValueTask DisposeAsync()
    {
        await silo!.StopAsync();
        await silo.DisposeAsync();
        await postgres.DisposeAsync();
    }

    [Fact]
    public async Task A_session_that_sits_on_a_partition_stops_nobody_else_and_the_partition_goes_on_when_it_is_ended()
    {
        const int Stalled = 3;
        await Append(Dealership(Stalled));
        // A session of the kind that silos have, whose process stands still in the middle of an append.
        await using var sources = new DataSources(postgres.ConnectionString);
        var holder = await sources.Append.OpenConnectionAsync();
        await using var hold = new NpgsqlCommand($"BEGIN; SELECT 1 FROM partition_head WHERE partition = {Stalled} FOR UPDATE", holder);
        await hold.ExecuteNonQueryAsync();
        var began = Stopwatch.StartNew();

        var stalled = Insist(Dealership(Stalled));
        var latencies = new List<TimeSpan>();
        while (!stalled.IsCompleted)
        {
            // Together with events of the stalled partition, which others send in the same moment.
            var more = Insist(Dealership(Stalled));
            var others = await Task.WhenAll(Enumerable.Range(0, Partitions).Where(p => p != Stalled).Select(async p => await Timed(Dealership(p))));
            latencies.Add(others.Max());
            more.Ignore();
        }

        await stalled;
        // The database has ended it meanwhile.
        await Assert.ThrowsAsync<PostgresException>(() => holder.DisposeAsync().AsTask());
        Assert.InRange(began.Elapsed, TimeSpan.FromSeconds(5), Resumed);
        Assert.True(latencies.Max() < FirstMeeting, $"Others waited for up to {latencies.Max()}.");
        Assert.True(latencies.Count(l => l > Afterwards) <= 1, $"Others waited {latencies.Count(l => l > Afterwards)} times of {latencies.Count}.");
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"stalled for {began.Elapsed.TotalSeconds:0.0} s; {latencies.Count} rounds of others, longest {latencies.Max().TotalSeconds:0.000} s, median {latencies.Order().ElementAt(latencies.Count / 2).TotalMilliseconds:0.0} ms");
        await using var database = NpgsqlDataSource.Create(postgres.ConnectionString);
        await using var gaps = database.CreateCommand(
            "SELECT count(*) FROM autocrm.partition_head h WHERE head_offset <> (SELECT count(*) FROM autocrm.event_log e WHERE e.partition = h.partition)");
        Assert.Equal(0L, await gaps.ExecuteScalarAsync());
    }

    // A dealership of the partition.
    private static string Dealership(int partition) => Enumerable.Range(0, 10_000).Select(n => $"D{n}")
        .First(d => EventIdentity.PartitionOf(Note(d), Partitions) == partition);

    private static NewEvent Note(string dealership) => SiloFixture.Event("com.example.note.v1", "{}", dealership: dealership);

    private Task<AppendReply> Append(params string[] dealerships) =>
        silo!.Services.GetRequiredService<IGrainFactory>().GetGrain<IIntakeGrain>(0).Append([.. dealerships.Select(Note)]);

    private async Task<TimeSpan> Timed(string dealership)
    {
        var watch = Stopwatch.StartNew();
        var reply = await Append(dealership);
        Assert.Null(reply.Unavailable);
        return watch.Elapsed;
    }

    // As a client does: it repeats until it has an answer.
    private async Task Insist(string dealership)
    {
        var intake = silo!.Services.GetRequiredService<IGrainFactory>().GetGrain<IIntakeGrain>(0);
        var same = Note(dealership);
        while (true)
        {
            try
            {
                if ((await intake.Append([same])).Unavailable is null)
                {
                    return;
                }
            }
            catch (TimeoutException)
            {
                // Unknown what became of it.
            }
        }
    }
}
