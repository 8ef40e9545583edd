using AutoCrm.Actors.Events;
using AutoCrm.Actors.Grains.Events;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace AutoCrm.Actors.Grains.Tests.Events;

/// <summary>An actor that was slow once, and whose events go on coming.</summary>
public sealed partial class SubjectDeliveryTests
{
    private const int Partition = 3;
    private static readonly Subject Slow = Subject.Dealership("D1");
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(10);

    // As in the partition's actor nothing of it is concurrent.
    private readonly TaskScheduler scheduler = new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler;
    private readonly SlowActor actor = new();
    private readonly RecordedQuarantine quarantine = new();
    private readonly Agreement agreement = new();
    private readonly DeliveryOptions options = new() { Patience = TimeSpan.FromMilliseconds(20), Timeout = TimeSpan.FromMinutes(1) };
    private SubjectDelivery delivery;

    public SubjectDeliveryTests() => delivery = With(TimeProvider.System);

    [Fact]
    public async Task It_gets_what_came_while_it_caught_up_and_is_no_longer_behind()
    {
        var catchUp = await Behind();
        await Offer(2, 3);
        await Offer(4);
        Assert.Equal(0, await Seen(() => delivery.Confirmed(4)));
        catchUp.SetResult();

        var waited = await actor.Applies.Next();
        Assert.Equal([2, 3, 4], waited.Offsets);
        Assert.Equal(1, await Seen(() => delivery.Behind));
        waited.Done.SetResult(default);

        await Until(() => delivery.Behind == 0 && delivery.Confirmed(4) == 4);
        var next = Offer(5);
        (await actor.Applies.Next()).Done.SetResult(default);
        await next;
        Assert.Equal(1, actor.CatchUps.Count);
    }

    [Fact]
    public async Task What_came_while_it_got_that_comes_next()
    {
        var catchUp = await Behind();
        await Offer(2);
        catchUp.SetResult();
        var first = await actor.Applies.Next();
        await Offer(3);
        first.Done.SetResult(default);

        var second = await actor.Applies.Next();
        Assert.Equal([3], second.Offsets);
        second.Done.SetResult(default);

        await Until(() => delivery.Behind == 0 && delivery.Confirmed(3) == 3);
        Assert.Equal(1, actor.CatchUps.Count);
    }

    [Fact]
    public async Task The_checkpoint_stays_before_what_it_got_until_its_rows_are_durable()
    {
        var catchUp = await Behind();
        await Offer(2);
        catchUp.SetResult();
        var waited = await actor.Applies.Next();
        waited.Done.SetResult(new RowTicket(Guid.NewGuid(), 1));

        var confirm = await actor.Confirms.Next();
        await Until(() => delivery.Behind == 0);
        Assert.Equal(1, await Seen(() => delivery.Confirmed(2)));
        confirm.SetResult(new RowAnswer(true, []));
        await Until(() => delivery.Confirmed(2) == 2);
    }

    [Fact]
    public async Task The_checkpoint_stays_also_if_rows_of_later_events_are_waited_for_already()
    {
        var catchUp = await Behind();
        await Offer(2);
        var other = Offer(Subject.Dealership("D2"), 3);
        (await actor.Applies.Next()).Done.SetResult(new RowTicket(Guid.NewGuid(), 1));
        await other;
        var later = await actor.Confirms.Next();
        catchUp.SetResult();
        (await actor.Applies.Next()).Done.SetResult(new RowTicket(Guid.NewGuid(), 1));
        var earlier = await actor.Confirms.Next();

        await Until(() => delivery.Behind == 0);
        Assert.Equal(1, await Seen(() => delivery.Confirmed(3)));
        earlier.SetResult(new RowAnswer(true, []));
        await Until(() => delivery.Confirmed(3) == 2);
        later.SetResult(new RowAnswer(true, []));
        await Until(() => delivery.Confirmed(3) == 3);
    }

    [Fact]
    public async Task More_than_can_wait_is_read_from_the_log()
    {
        var catchUp = await Behind();
        await Offer([.. Enumerable.Range(2, SubjectDelivery.MostWaiting + 1).Select(n => (long)n)]);
        catchUp.SetResult();

        (await actor.CatchUps.Next()).SetResult();

        await Until(() => delivery.Behind == 0);
        Assert.Equal(1, actor.Applies.Count);
    }

    [Fact]
    public async Task If_it_fails_at_that_it_catches_up_again()
    {
        var catchUp = await Behind();
        await Offer(2);
        catchUp.SetResult();
        (await actor.Applies.Next()).Done.SetException(new TimeoutException());

        var again = await actor.CatchUps.Next();
        Assert.Equal(1, await Seen(() => delivery.Confirmed(2)));
        again.SetResult();

        await Until(() => delivery.Behind == 0 && delivery.Confirmed(2) == 2);
    }

    [Fact]
    public async Task However_often_it_fails_the_checkpoint_waits_for_no_long_pause()
    {
        (options.LongestHold, options.LongestPause) = (TimeSpan.FromMilliseconds(60), TimeSpan.FromHours(1));
        var catchUp = await Behind();
        for (var failures = 0; failures < 9; failures++)
        {
            catchUp.SetException(new TimeoutException());
            catchUp = await actor.CatchUps.Next();
        }

        catchUp.SetResult();
        await Until(() => delivery.Behind == 0 && delivery.Confirmed(1) == 1);
    }


    /// <returns>Ends the actor's catching up.</returns>
    private async Task<TaskCompletionSource> Behind()
    {
        await Offer(1);
        Assert.Equal(1, await Seen(() => delivery.Behind));
        (await actor.Applies.Next()).Done.SetResult(default);
        return await actor.CatchUps.Next();
    }

    private Task Offer(params long[] offsets) => Offer(Slow, offsets);

    private Task Offer(Subject subject, params long[] offsets) =>
        Task.Factory.StartNew(
            () => delivery.Offer([(subject, new EventBatch([.. offsets.Select(Event)], delivery.Carrier))]), CancellationToken.None, TaskCreationOptions.None, scheduler)
        .Unwrap().WaitAsync(Bound);

    private Task<T> Seen<T>(Func<T> look) => Task.Factory.StartNew(look, CancellationToken.None, TaskCreationOptions.None, scheduler);

    private static LoggedEvent Event(long offset) => new()
    {
        Position = new Position(Partition, offset),
        Stamp = new EventStamp(DateTimeOffset.UnixEpoch, $"{offset}", "/tests"),
        Type = "unknown.v1",
        Payload = UnknownPayload.Instance,
    };

    private SubjectDelivery With(TimeProvider time) => new(Partition, _ => actor, quarantine, agreement, options, time, NullLogger.Instance);

    private Task Pass(FakeTimeProvider clock, Func<bool> holds) => Until(() =>
    {
        clock.Advance(options.Patience);
        return holds();
    });

    private async Task Until(Func<bool> holds)
    {
        using var bound = new CancellationTokenSource(Bound);
        while (!await Seen(holds))
        {
            await Task.Delay(5, bound.Token);
        }
    }
}
