using AutoCrm.Actors.Events;
using AutoCrm.Actors.Grains.Events;
using AutoCrm.Actors.Silo.Events;
using AutoCrm.Actors.Silo.Privacy;
using AutoCrm.Actors.Silo.Schema;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AutoCrm.Actors.Silo.Tests.Events;

public sealed class CommittedTailTests(SiloFixture silo)
{
    private const string Reading = """{"odometer":{"value":15230,"unit":"km"}}""";

    private readonly CommittedTail tail = new(silo.Services.GetRequiredService<LogIncarnation>());

    [Fact]
    public async Task An_event_is_the_same_from_memory_as_from_the_database()
    {
        var vin = "LSGJA52U0AH" + Random.Shared.Next(100000, 999999);
        var reported = SiloFixture.Event("autocrm.vehicle.odometer-read.v1", Reading, vin, "C-1", "D07", time: "2026-11-23T08:00:00.123456+05:45");
        var reply = await silo.Append(reported);
        var committed = new PendingEvent(reported, reply.Results[0].Position.Partition, new BodyHashes(SiloFixture.Master)) { Result = reply.Results[0] };

        var stored = Assert.Single((await silo.Services.GetRequiredService<ISubjectHistory>().ReadFirst(Subject.Vehicle(vin))).Events);

        Assert.Equal(stored, LoggedEventReader.Of(committed));
        Assert.Equal(stored.Stamp.At.Offset, LoggedEventReader.Of(committed).Stamp.At.Offset);
    }

    [Fact]
    public void It_answers_what_follows_on_and_nothing_else()
    {
        tail.Open(3);
        tail.Add([Pending(5), Pending(6), Pending(7)]);

        Assert.False(tail.TryRead(3, 3, 10, out _));
        Assert.Equal([5L, 6L], Read(after: 4, most: 2));
        Assert.Equal([7L], Read(after: 6, most: 10));
        Assert.False(tail.TryRead(3, 7, 10, out _));
        Assert.False(tail.TryRead(3, 4, 10, out _));
    }

    [Fact]
    public void What_another_silo_appended_in_between_is_not_passed_over()
    {
        tail.Open(3);
        tail.Add([Pending(5), Pending(6)]);
        tail.Add([Pending(9)]);

        Assert.False(tail.TryRead(3, 4, 10, out _));
        Assert.False(tail.TryRead(3, 6, 10, out _));
        Assert.Equal([9L], Read(after: 8, most: 10));
    }

    [Fact]
    public void A_reader_that_is_far_behind_is_sent_to_the_log_and_memory_stays_bounded()
    {
        tail.Open(3);
        tail.Add([.. Enumerable.Range(1, 10_000).Select(offset => Pending(offset))]);

        Assert.False(tail.TryRead(3, 0, 10, out _));
        Assert.Equal(4096, Read(after: 10_000 - 4096, most: 10_000).Count);
    }

    [Fact]
    public void Nothing_is_kept_of_a_partition_that_another_silo_carries()
    {
        tail.Open(3);
        tail.Close(3);
        tail.Add([Pending(1)]);

        Assert.False(tail.TryRead(3, 0, 10, out _));
    }

    private static PendingEvent Pending(long offset) =>
        new(SiloFixture.Event("autocrm.vehicle.odometer-read.v1", Reading), 3, new BodyHashes(SiloFixture.Master))
        {
            Result = new AppendResult(AppendStatus.Appended, new Position(3, offset)),
        };

    private List<long> Read(long after, int most)
    {
        Assert.True(tail.TryRead(3, after, most, out var events));
        return [.. events.Select(e => e.Position.Offset)];
    }
}
