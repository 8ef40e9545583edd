using System.Diagnostics;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Silo.Events;
using AutoCrm.Actors.Silo.Hosting;
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

    private readonly SiloFixture silo = new(_ => { }, $"--AutoCrm:Log:Partitions={Partitions}");

    public ValueTask InitializeAsync() => silo.InitializeAsync();

    public ValueTask DisposeAsync() => silo.DisposeAsync();

    [Fact]
    public async Task A_session_that_sits_on_a_partition_stops_nobody_else_and_the_partition_goes_on_when_it_is_ended()
    {
        const int Stalled = 3;
        await Append(Dealership(Stalled));
        // A session of the kind that silos have, whose process stands still in the middle of an append.
        await using var sources = new DataSources(silo.ConnectionString);
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
        Assert.Equal(0L, await silo.Scalar<long>(
            "SELECT count(*) FROM partition_head h WHERE head_offset <> (SELECT count(*) FROM event_log e WHERE e.partition = h.partition)"));
    }

    // A dealership of the partition.
    private static string Dealership(int partition) => Enumerable.Range(0, 10_000).Select(n => $"D{n}")
        .First(d => EventIdentity.PartitionOf(Note(d), Partitions) == partition);

    private static NewEvent Note(string dealership) => SiloFixture.Event("com.example.note.v1", "{}", dealership: dealership);

    private Task<AppendReply> Append(string dealership) => silo.Append(Note(dealership));

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
        var same = Note(dealership);
        while (true)
        {
            try
            {
                if ((await silo.Append(same)).Unavailable is null)
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
