using System.Diagnostics;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Grains.Events;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace AutoCrm.Actors.Grains.Tests.Events;

/// <summary>An actor that stands in the quarantine, by the own account or somebody else's.</summary>
public sealed partial class SubjectDeliveryTests
{
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
        await TakeUp(7);
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
        await TakeUp(1);
        await CatchesUpOnceMore(first);
    }

    [Fact]
    public async Task What_another_one_may_still_rely_on_stays_until_that_one_has_left_it_or_all_agree()
    {
        agreement.Holds = false;
        var another = Guid.NewGuid();
        await quarantine.KeepLate(new LateRow(Slow, new Position(Partition, 1), another), "slow");
        await CaughtUp();
        Assert.Equal([1], quarantine.Kept);

        await quarantine.Leave(Partition, another);
        await CaughtUp();
        Assert.Empty(quarantine.Kept);

        await quarantine.KeepLate(new LateRow(Slow, new Position(Partition, 2), Guid.NewGuid()), "slow");
        agreement.Holds = true;
        await CaughtUp();
        Assert.Empty(quarantine.Kept);
    }

    [Fact]
    public async Task Whose_row_is_left_while_it_catches_up_does_so_once_more()
    {
        agreement.Holds = false;
        var another = Guid.NewGuid();
        await quarantine.KeepLate(new LateRow(Slow, new Position(Partition, 1), another), "slow");
        await TakeUp(1);
        var first = await actor.CatchUps.Next();
        await quarantine.Leave(Partition, another);
        await TakeUp(1);
        await CatchesUpOnceMore(first);
    }

    [Fact]
    public async Task Who_stops_leaves_its_rows_to_others()
    {
        options.Timeout = TimeSpan.FromMilliseconds(50);
        await Behind();
        await Until(() => !quarantine.Kept.IsEmpty);
        Assert.Empty(quarantine.Left);

        await (await Seen(() => delivery.Stop()));

        Assert.Equal([delivery.Carrier], quarantine.Left);
        Assert.Equal([1], quarantine.Kept);
    }

    [Fact]
    public async Task Who_stops_while_it_notes_somebody_leaves_that_row_too()
    {
        options.Timeout = TimeSpan.FromMilliseconds(50);
        quarantine.Answer = new();
        await Behind();
        await Until(() => !quarantine.Kept.IsEmpty);
        await (await Seen(() => delivery.Stop()));
        quarantine.ForgetLeft();

        quarantine.Answer.SetResult();

        await Until(() => !quarantine.Left.IsEmpty);
    }

    private async Task TakeUp(long applied) => await (await Seen(() => delivery.TakeUp(applied, CancellationToken.None)));

    private async Task CatchesUpOnceMore(TaskCompletionSource first)
    {
        first.SetResult();

        var second = await actor.CatchUps.Next();
        Assert.Equal([1], quarantine.Kept);
        second.SetResult();
        await Until(() => delivery.Behind == 0 && quarantine.Kept.IsEmpty);
    }

    private async Task CaughtUp()
    {
        await TakeUp(5);
        (await actor.CatchUps.Next()).SetResult();
        await Until(() => delivery.Behind == 0);
    }
}
