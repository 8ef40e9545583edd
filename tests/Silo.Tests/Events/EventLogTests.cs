using AutoCrm.Actors.Events;
using Xunit;

namespace AutoCrm.Actors.Silo.Tests.Events;

public sealed class EventLogTests(SiloFixture silo)
{
    private const string Reading = """{"odometer":{"value":15230,"unit":"km"}}""";
    private const string OdometerRead = "autocrm.vehicle.odometer-read.v1";

    [Fact]
    public async Task Offsets_of_a_partition_are_dense()
    {
        var dealership = "dense-" + Guid.NewGuid().ToString("N");
        var replies = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => silo.Append(
            SiloFixture.Event(OdometerRead, Reading, vin: "LSGJA52U0AH000123", dealership: dealership),
            SiloFixture.Event(OdometerRead, Reading, vin: "LSGJA52U0AH000123", dealership: dealership))));

        var partition = (short)replies[0].Results[0].Position.Partition;
        Assert.Equal(
            await silo.Scalar<long>("SELECT head_offset FROM partition_head WHERE partition = $1", partition),
            await silo.Scalar<long>("SELECT count(*) FROM event_log WHERE partition = $1", partition));
        Assert.Equal(
            await silo.Scalar<long>("SELECT max(log_offset) FROM event_log WHERE partition = $1", partition),
            await silo.Scalar<long>("SELECT count(*) FROM event_log WHERE partition = $1", partition));
    }

    [Fact]
    public async Task The_same_event_sent_sixty_four_times_at_once_is_stored_once_and_answered_alike()
    {
        var same = SiloFixture.Event(OdometerRead, Reading, vin: "LSGJA52U0AH000123", dealership: "D07");
        var replies = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => silo.Append(same)));

        var results = replies.Select(r => Assert.Single(r.Results)).ToArray();
        Assert.Single(results.Select(r => r.Position).Distinct());
        Assert.Single(results, r => r.Status == AppendStatus.Appended);
        Assert.Equal(63, results.Count(r => r.Status == AppendStatus.Duplicate));
        Assert.Equal(1, await silo.Scalar<long>("SELECT count(*) FROM event_log WHERE id = $1", same.Id));
    }

    [Fact]
    public async Task The_same_event_twice_in_one_request_is_a_duplicate_of_itself()
    {
        var same = SiloFixture.Event(OdometerRead, Reading, vin: "LSGJA52U0AH000123");
        var reply = await silo.Append(same, same);

        Assert.Equal([AppendStatus.Appended, AppendStatus.Duplicate], reply.Results.Select(r => r.Status));
        Assert.Equal(reply.Results[0].Position, reply.Results[1].Position);
    }

    [Fact]
    public async Task Another_body_under_the_same_identity_is_a_conflict_and_changes_nothing()
    {
        var first = SiloFixture.Event(OdometerRead, Reading, vin: "LSGJA52U0AH000123");
        var other = first with { Data = """{"odometer":{"value":15231,"unit":"km"}}"""u8.ToArray() };
        var position = Assert.Single((await silo.Append(first)).Results).Position;

        var result = Assert.Single((await silo.Append(other)).Results);

        Assert.Equal(new AppendResult(AppendStatus.Conflict, position), result);
        Assert.Equal(first.Data, await silo.Scalar<byte[]>("SELECT data FROM event_log WHERE id = $1", first.Id));
    }

    [Fact]
    public async Task An_event_that_the_database_refuses_does_not_fail_its_neighbours()
    {
        var bad = SiloFixture.Event(OdometerRead, Reading, vin: "LSGJA52U0AH000123") with { Id = "nul\0" + Guid.NewGuid() };
        var good = Enumerable.Range(0, 6).Select(_ => SiloFixture.Event(OdometerRead, Reading, vin: "LSGJA52U0AH000123")).ToArray();

        var reply = await silo.Append([.. good[..3], bad, .. good[3..]]);

        Assert.Equal(AppendStatus.Refused, reply.Results[3].Status);
        Assert.Equal(6, reply.Results.Count(r => r.Status == AppendStatus.Appended));
    }

    [Fact]
    public async Task An_event_without_a_dealership_is_placed_by_its_source()
    {
        var one = SiloFixture.Event(OdometerRead, Reading, vin: "LSGJA52U0AH000123");
        var two = SiloFixture.Event(OdometerRead, Reading, vin: "LSGJA52U0AH000999");

        var reply = await silo.Append(one, two);

        Assert.Equal(reply.Results[0].Position.Partition, reply.Results[1].Position.Partition);
    }
}
