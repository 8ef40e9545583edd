using System.Collections.Immutable;
using System.Diagnostics;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Grains.Events;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace AutoCrm.Actors.Grains.Tests.Events;

/// <summary>An actor that was slow once, and whose events go on coming.</summary>
public sealed class SubjectDeliveryTests
{
    private const int Partition = 3;
    private static readonly Subject Slow = Subject.Dealership("D1");
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(10);

    // As in the partition's actor nothing of it is concurrent.
    private readonly TaskScheduler scheduler = new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler;
    private readonly SlowActor actor = new();
    private readonly RecordedQuarantine quarantine = new();
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

    [Fact]
    public async Task In_the_quarantine_it_is_given_nothing_before_all_is_durable_that_the_checkpoint_may_have_passed()
    {
        options.Timeout = TimeSpan.FromMilliseconds(50);
        await Offer(1);
        await Until(() => quarantine.Kept.SequenceEqual([1L]));
        Assert.Equal(1, await Seen(() => delivery.Confirmed(1)));
        options.Timeout = TimeSpan.FromMinutes(1);
        (await actor.Applies.Next()).Done.SetResult(default);
        var first = await actor.CatchUps.Next();
        await Offer(2);
        Assert.Equal(2, await Seen(() => delivery.Confirmed(2)));
        first.SetResult();

        var second = await actor.CatchUps.Next();
        await Offer(3);
        Assert.Equal(1, await Seen(() => delivery.Confirmed(3)));
        Assert.Equal([1], quarantine.Kept);
        second.SetResult();

        var given = await actor.Applies.Next();
        Assert.Equal([3], given.Offsets);
        Assert.Empty(quarantine.Kept);
        Assert.Equal(2, await Seen(() => delivery.Confirmed(3)));
        given.Done.SetResult(default);
        await Until(() => delivery.Behind == 0 && delivery.Confirmed(3) == 3);
        Assert.Equal(2, actor.CatchUps.Count);
    }

    [Fact]
    public async Task What_it_takes_too_long_for_brings_it_into_the_quarantine_and_is_read_again_before_it_leaves()
    {
        var catchUp = await Behind();
        await Offer(2);
        options.Timeout = TimeSpan.FromMilliseconds(50);
        catchUp.SetResult();
        var given = await actor.Applies.Next();
        await Until(() => quarantine.Kept.SequenceEqual([2L]));
        given.Done.SetResult(new RowTicket(Guid.NewGuid(), 1));

        var again = await actor.CatchUps.Next();
        Assert.Equal(0, actor.Confirms.Count);
        Assert.Equal([2], quarantine.Kept);
        again.SetResult();
        await Until(() => delivery.Behind == 0 && quarantine.Kept.IsEmpty);
    }

    [Fact]
    public async Task If_nobody_could_be_noted_for_a_while_it_has_its_time_anew_when_the_database_is_back()
    {
        var clock = new FakeTimeProvider();
        options.Timeout = 50 * options.Patience;
        delivery = With(clock);
        quarantine.IsAway = true;
        Offer(1).Ignore();
        var apply = await actor.Applies.Next();
        await Pass(clock, () => quarantine.Refusals > 0);
        apply.Done.SetException(new TimeoutException());
        await Pass(clock, () => actor.CatchUps.Count > 0);

        quarantine.IsAway = false;
        var returned = clock.GetTimestamp();
        await Pass(clock, () => !quarantine.Kept.IsEmpty);

        Assert.InRange(clock.GetElapsedTime(returned), options.Timeout / 2, options.Timeout * 2);
    }

    [Fact]
    public async Task As_long_as_it_gets_on_it_is_not_put_into_the_quarantine()
    {
        options.Timeout = TimeSpan.FromSeconds(1);
        var catchUp = await Behind();
        var offset = 2;
        await Offer(offset);
        catchUp.SetResult();
        var since = Stopwatch.StartNew();
        while (since.Elapsed < 2 * options.Timeout)
        {
            var given = await actor.Applies.Next();
            await Offer(++offset);
            given.Done.SetResult(default);
        }

        Assert.Empty(quarantine.Kept);
        Assert.Equal(1, actor.CatchUps.Count);
        (await actor.Applies.Next()).Done.SetResult(default);
        await Until(() => delivery.Behind == 0 && delivery.Confirmed(offset) == offset);
    }

    [Fact]
    public async Task What_another_one_has_noted_lets_the_checkpoint_pass_only_what_it_had_passed_before()
    {
        options.Timeout = TimeSpan.FromMilliseconds(50);
        await quarantine.KeepLate(new LateRow(Slow, new Position(Partition, 2), Guid.NewGuid()), "slow");
        await (await Seen(() => delivery.TakeUp(7, CancellationToken.None)));
        var catchUp = await actor.CatchUps.Next();
        await Offer(8);
        Assert.Equal(7, await Seen(() => delivery.Confirmed(8)));

        await Until(() => quarantine.Kept.SequenceEqual([2L, 8L]));
        Assert.Equal(8, await Seen(() => delivery.Confirmed(8)));
        catchUp.SetResult();
        (await actor.CatchUps.Next()).SetResult();
        await Until(() => delivery.Behind == 0 && quarantine.Kept.IsEmpty);
    }

    [Fact]
    public async Task Who_is_found_late_by_anothers_account_while_it_catches_up_does_so_once_more()
    {
        var first = await Behind();
        await quarantine.KeepLate(new LateRow(Slow, new Position(Partition, 1), Guid.NewGuid()), "slow");
        await (await Seen(() => delivery.TakeUp(1, CancellationToken.None)));
        first.SetResult();

        var second = await actor.CatchUps.Next();
        Assert.Equal([1], quarantine.Kept);
        second.SetResult();
        await Until(() => delivery.Behind == 0 && quarantine.Kept.IsEmpty);
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

    private SubjectDelivery With(TimeProvider time) => new(Partition, _ => actor, quarantine, new Agreed(), options, time, NullLogger.Instance);

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

    private sealed class SlowActor : IEntityGrain
    {
        public Calls<(long[] Offsets, TaskCompletionSource<RowTicket> Done)> Applies { get; } = new();

        public Calls<TaskCompletionSource> CatchUps { get; } = new();

        public Calls<TaskCompletionSource<RowAnswer>> Confirms { get; } = new();

        public Task<RowTicket> Apply(EventBatch batch) =>
            Applies.Add(([.. batch.Events.Select(e => e.Position.Offset)], new(TaskCreationOptions.RunContinuationsAsynchronously))).Done.Task;

        public Task CatchUp() => CatchUps.Add(new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

        public Task<RowAnswer> Confirm(RowTicket ticket) => Confirms.Add(new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

        public Task<DateTimeOffset?> DeriveDue() => throw new NotSupportedException();

        public Task<long> Rebuild() => throw new NotSupportedException();
    }

    private sealed class Agreed : IActorOwners
    {
        public bool IsAgreedSince(long since) => true;

        public long KnownSince(Guid carrier) => long.MinValue;

        public bool IsHere(GrainId actor) => true;
    }

    private sealed class Calls<T>
    {
        private readonly System.Threading.Channels.Channel<T> made = System.Threading.Channels.Channel.CreateUnbounded<T>();
        private int count;

        public int Count => count;

        public T Add(T call)
        {
            Interlocked.Increment(ref count);
            made.Writer.TryWrite(call);
            return call;
        }

        public Task<T> Next() => made.Reader.ReadAsync().AsTask().WaitAsync(Bound);
    }

    private sealed class RecordedQuarantine : IQuarantine
    {
        private ImmutableArray<LateRow> rows = [];

        public ImmutableArray<long> Kept => [.. rows.Select(row => row.From.Offset)];

        public List<bool> Agreed { get; } = [];

        public bool IsAway { get; set; }

        public int Refusals { get; private set; }

        public Task Keep(Subject subject, Position position, string reason) => throw new NotSupportedException();

        public Task KeepLate(LateRow late, string reason)
        {
            if (IsAway)
            {
                Refusals++;
                return Task.FromException(new IOException());
            }

            rows = rows.Add(late);
            return Task.CompletedTask;
        }

        public Task<ImmutableArray<LateRow>> ReadLate(int partition, CancellationToken cancellation) => Task.FromResult(rows);

        public Task<ImmutableArray<Position>> Read(Subject subject) => throw new NotSupportedException();

        public Task Release(Subject subject, IEnumerable<Position> positions) => throw new NotSupportedException();

        public Task ReleaseLate(LateRow late, bool isAgreed)
        {
            Agreed.Add(isAgreed);
            rows = rows.Remove(late);
            return Task.CompletedTask;
        }
    }
}
