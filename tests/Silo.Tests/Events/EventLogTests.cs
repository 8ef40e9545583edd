using AutoCrm.Actors.Events;
using AutoCrm.Actors.Grains.Events;
using Microsoft.Extensions.DependencyInjection;
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
    public async Task Events_without_a_dealership_are_placed_by_whom_they_are_about()
    {
        NewEvent[] ofVehicles = [.. Enumerable.Range(0, 64).Select(n => SiloFixture.Event(OdometerRead, Reading, vin: $"LSGJA52U0AH{n:000000}"))];
        NewEvent[] again = [.. ofVehicles.Select(e => e with { Id = $"{e.Id}-again", Customer = "c-known" })];
        NewEvent[] ofCustomers = [.. Enumerable.Range(0, 64).Select(n => SiloFixture.Event("autocrm.customer.stage-changed.v1", "{}", customer: $"c-placed-{n}"))];

        var vehicles = PartitionsOf(await silo.Append(ofVehicles));
        Assert.Equal(vehicles, PartitionsOf(await silo.Append(again)));
        Assert.InRange(vehicles.Distinct().Count(), 16, 32);
        Assert.InRange(PartitionsOf(await silo.Append(ofCustomers)).Distinct().Count(), 16, 32);
    }

    [Fact]
    public async Task The_events_of_one_dealership_are_of_one_partition_whoever_they_are_about()
    {
        var reply = await silo.Append([.. Enumerable.Range(0, 64).Select(n =>
            SiloFixture.Event(OdometerRead, Reading, vin: $"LSGJA52U0AH{n:000000}", dealership: "placed"))]);

        Assert.Single(PartitionsOf(reply).Distinct());
    }

    [Fact]
    public async Task What_is_appended_together_is_of_one_partition()
    {
        var reply = await Log.AppendTogether([.. Parts("whole", 9)]);

        Assert.All(reply.Results, result => Assert.Equal(AppendStatus.Appended, result.Status));
        Assert.Single(PartitionsOf(reply).Distinct());
    }

    [Fact]
    public async Task What_is_appended_together_is_refused_as_a_whole_whatever_else_is_in_the_transaction()
    {
        var groups = Enumerable.Range(0, 40).Select(n => (Bad: n % 3 == 0, Events: Parts($"group {n}", 5).ToArray())).ToArray();
        foreach (var (_, events) in groups.Where(group => group.Bad))
        {
            events[4] = events[4] with { Id = "nul\0" + Guid.NewGuid() };
        }

        var replies = await Task.WhenAll(groups.Select(group => Log.AppendTogether([.. group.Events])));

        Assert.Equal(
            groups.Select(group => Enumerable.Repeat(group.Bad ? AppendStatus.Refused : AppendStatus.Appended, 5)),
            replies.Select(reply => reply.Results.Select(result => result.Status)));
        Assert.Equal(
            groups.Where(group => !group.Bad).Sum(group => group.Events.Length),
            await silo.Scalar<long>("SELECT count(*) FROM event_log WHERE id = ANY($1)", [groups.SelectMany(group => group.Bad ? group.Events[..4] : group.Events).Select(e => e.Id).ToArray()]));
    }

    private IEventLog Log => silo.Services.GetRequiredService<IEventLog>();

    private static IEnumerable<NewEvent> Parts(string name, int parts) => Enumerable.Range(0, parts).Select(n =>
        SiloFixture.Event("autocrm.customer.stage-changed.v1", "{}", customer: $"c-{name}-{n}"));

    private static IEnumerable<int> PartitionsOf(AppendReply reply) => reply.Results.Select(result => (int)result.Position.Partition);
}
