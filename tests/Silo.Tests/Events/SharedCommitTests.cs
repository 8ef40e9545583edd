using AutoCrm.Actors.Events;
using Npgsql;
using Xunit;

namespace AutoCrm.Actors.Silo.Tests.Events;

/// <summary>Many callers share a transaction: what happens to one of them, or to its first attempt, is not the others' trouble.</summary>
public sealed class SharedCommitTests(SiloFixture silo)
{
    private const int Waiters = 500;
    private const int Cancelled = 137;
    private const string Appenders = "pg_stat_activity WHERE datname = current_database() AND application_name = 'autocrm-silo-append' AND state = 'active'";

    [Fact]
    public async Task One_cancelled_waiter_and_a_cancelled_statement_fail_nobody_and_a_retry_tells_what_became_of_it()
    {
        var dealership = "shared-" + Guid.NewGuid().ToString("N");
        NewEvent[] events = [.. Enumerable.Range(0, Waiters).Select(n => Reading(n, dealership))];
        var partition = (await silo.Append(Reading(-1, dealership))).Results[0].Position.Partition;
        await using var holder = await Hold(partition);

        using var cancellation = new CancellationTokenSource();
        var appends = events.Select((e, n) => n == Cancelled ? silo.Append(e).WaitAsync(cancellation.Token) : silo.Append(e)).ToArray();
        await SiloFixture.Eventually(() => silo.Scalar<long>($"SELECT count(*) FROM {Appenders}"), n => n > 0);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => appends[Cancelled]);
        Assert.InRange(await silo.Scalar<long>($"SELECT count(*) FROM (SELECT pg_cancel_backend(pid) AS done FROM {Appenders}) AS cancelled WHERE done"), 1, 8);
        await holder.DisposeAsync();

        var others = await Task.WhenAll(appends.Where((_, n) => n != Cancelled));
        var retried = Assert.Single((await silo.Append(events[Cancelled])).Results);

        Assert.All(others, reply => Assert.Equal(AppendStatus.Appended, Assert.Single(reply.Results).Status));
        Assert.Equal(AppendStatus.Duplicate, retried.Status);
        Assert.Equal(Waiters + 1, await silo.Scalar<long>("SELECT count(*) FROM event_log WHERE dealership = $1 AND source = '/tests'", dealership));
        Assert.Equal(
            retried.Position.Offset,
            await silo.Scalar<long>("SELECT log_offset FROM event_log WHERE id = $1", events[Cancelled].Id));
    }

    private static NewEvent Reading(int n, string dealership) => SiloFixture.Event(
        "autocrm.vehicle.odometer-read.v1", $$$"""{"odometer":{"value":{{{n + 2}}},"unit":"km"}}""", vin: "LSGJA52U0AH000123", dealership: dealership);

    // A stranger's transaction on the partition: whoever appends to it waits, and whoever comes then shares the next one.
    private async Task<NpgsqlConnection> Hold(int partition)
    {
        var connection = new NpgsqlConnection(silo.ConnectionString + ";Search Path=autocrm;Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"BEGIN; SELECT 1 FROM partition_head WHERE partition = {partition} FOR UPDATE", connection);
        await command.ExecuteNonQueryAsync();
        return connection;
    }
}
