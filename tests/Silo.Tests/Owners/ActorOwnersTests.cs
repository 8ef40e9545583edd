using AutoCrm.Actors.Grains.Events;
using AutoCrm.Actors.Silo.Owners;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace AutoCrm.Actors.Silo.Tests.Owners;

/// <summary>Where actors live, and how long silos may have different opinions about it.</summary>
public sealed class ActorOwnersTests
{
    private const int Actors = 10_000;
    private static readonly GrainType Vehicle = GrainType.Create("vehicle");
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    private readonly FakeTimeProvider time = new();
    private readonly Members members = new() { SiloAddress = Members.Silo(0) };
    private readonly ActorOwners owners;

    public ActorOwnersTests() => owners = new ActorOwners(members, members, Members.Log, time);

    [Fact]
    public void Silos_that_know_the_same_members_agree_on_every_owner()
    {
        var elsewhere = new Members { SiloAddress = Members.Silo(2) };
        var others = new ActorOwners(elsewhere, elsewhere, Members.Log, time);
        members.AreActive(0, 1, 2);
        // Another history, another order, and members that do not count.
        elsewhere.AreActive(2);
        _ = others.OwnerOf(Actor(0));
        elsewhere.Are(
            1,
            (Members.Silo(2), SiloStatus.Active),
            (Members.Silo(3), SiloStatus.ShuttingDown),
            (Members.Silo(1), SiloStatus.Active),
            (Members.Silo(4), SiloStatus.Dead),
            (Members.Silo(5), SiloStatus.Joining),
            (Members.Silo(0), SiloStatus.Active));

        Assert.All(All, actor => Assert.Equal(owners.OwnerOf(actor), others.OwnerOf(actor)));
        Assert.All(All, actor => Assert.NotEqual(owners.IsHere(actor), others.IsHere(actor) || owners.OwnerOf(actor).Equals(Members.Silo(1))));
    }

    [Fact]
    public void The_actor_of_a_partition_lives_where_the_partition_is_read()
    {
        members.AreActive(0, 1, 2);

        var readers = PartitionShares.Of(Members.Log.Partitions, [.. Enumerable.Range(0, 3).Select(n => Members.Silo(n).ToParsableString())]);

        Assert.Equal(readers, Enumerable.Range(0, Members.Log.Partitions).Select(partition =>
            owners.OwnerOf(GrainId.Create(EventStreams.Carrier, EventStreams.KeyOf(partition))).ToParsableString()));
    }

    [Theory, InlineData(2), InlineData(3), InlineData(8)]
    public void Each_silo_has_its_share_give_or_take_a_tenth(int silos)
    {
        members.AreActive([.. Enumerable.Range(0, silos)]);

        var shares = All.CountBy(owners.OwnerOf).Select(share => share.Value).ToList();

        Assert.Equal(silos, shares.Count);
        Assert.All(shares, share => Assert.InRange(share, Actors / silos * 0.9, Actors / silos * 1.1));
    }

    [Fact]
    public void A_silo_that_leaves_or_comes_moves_its_own_share_only()
    {
        members.AreActive(0, 1, 2, 3);
        var before = All.ToDictionary(actor => actor, owners.OwnerOf);

        members.AreActive(0, 1, 3);

        Assert.All(before.Where(b => !b.Value.Equals(Members.Silo(2))), b => Assert.Equal(b.Value, owners.OwnerOf(b.Key)));
        Assert.All(before.Where(b => b.Value.Equals(Members.Silo(2))), b => Assert.NotEqual(b.Value, owners.OwnerOf(b.Key)));
        members.AreActive(0, 1, 2, 3);
        Assert.All(before, b => Assert.Equal(b.Value, owners.OwnerOf(b.Key)));
    }

    [Fact]
    public void As_long_as_nobody_is_active_actors_live_here()
    {
        Assert.True(owners.IsHere(Actor(1)));
        members.Are(1, (Members.Silo(0), SiloStatus.Joining));
        Assert.True(owners.IsHere(Actor(1)));
    }

    [Fact]
    public void Silos_agree_only_some_time_after_a_change()
    {
        members.AreActive(0, 1);
        var before = time.GetTimestamp();
        Assert.False(owners.IsAgreedSince(before));

        time.Advance(ActorOwners.Disagreement - Moment);
        Assert.False(owners.IsAgreedSince(time.GetTimestamp()));
        time.Advance(Moment);
        Assert.True(owners.IsAgreedSince(time.GetTimestamp()));
        Assert.False(owners.IsAgreedSince(before));

        var late = time.GetTimestamp();
        members.AreActive(0, 1, 2);
        Assert.False(owners.IsAgreedSince(late));
        time.Advance(ActorOwners.Disagreement);
        Assert.False(owners.IsAgreedSince(late));
        Assert.True(owners.IsAgreedSince(time.GetTimestamp()));
    }

    [Fact]
    public void A_change_that_changes_no_active_silo_disturbs_nobody()
    {
        members.AreActive(0, 1);
        _ = owners.IsHere(Actor(1));
        time.Advance(ActorOwners.Disagreement);
        var now = time.GetTimestamp();

        members.Are(1, (Members.Silo(0), SiloStatus.Active), (Members.Silo(1), SiloStatus.Active), (Members.Silo(2), SiloStatus.Joining));

        Assert.True(owners.IsAgreedSince(now));
    }

    [Fact]
    public void Who_came_and_went_between_two_looks_may_have_got_events()
    {
        members.AreActive(0, 1);
        _ = owners.IsHere(Actor(1));
        time.Advance(ActorOwners.Disagreement);
        var now = time.GetTimestamp();

        // Silo 2 was active in a version of the table that this silo, which stood still, has never seen.
        members.Are(4, (Members.Silo(0), SiloStatus.Active), (Members.Silo(1), SiloStatus.Active), (Members.Silo(2), SiloStatus.Dead));

        Assert.False(owners.IsAgreedSince(now));
    }

    [Fact]
    public void Nobody_disagrees_with_a_silo_that_was_always_alone()
    {
        members.Are(1, (Members.Silo(0), SiloStatus.Joining));
        Assert.True(owners.IsAgreedSince(time.GetTimestamp()));
        members.Are(3, (Members.Silo(0), SiloStatus.Active));
        Assert.True(owners.IsAgreedSince(time.GetTimestamp()));
    }

    [Fact]
    public void Who_was_given_up_may_still_run_and_disagree()
    {
        members.AreActive(0, 1);
        _ = owners.IsHere(Actor(1));
        time.Advance(ActorOwners.Disagreement);

        members.Are(1, (Members.Silo(0), SiloStatus.Active), (Members.Silo(1), SiloStatus.Dead));

        Assert.False(owners.IsAgreedSince(time.GetTimestamp()));
    }

    [Fact]
    public void Who_was_given_up_before_this_silo_came_may_still_run_and_disagree()
    {
        members.Are(5, (Members.Silo(0), SiloStatus.Active), (Members.Silo(1), SiloStatus.Dead));

        Assert.False(owners.IsAgreedSince(time.GetTimestamp()));
    }

    [Fact]
    public void A_carrier_is_known_since_it_was_heard_of_first()
    {
        var (one, other) = (Guid.NewGuid(), Guid.NewGuid());
        var before = time.GetTimestamp();
        Assert.Equal(before, owners.KnownSince(one));
        time.Advance(Moment);

        Assert.Equal(time.GetTimestamp(), owners.KnownSince(other));
        Assert.Equal(before, owners.KnownSince(one));
    }

    private static IEnumerable<GrainId> All => Enumerable.Range(0, Actors).Select(Actor);

    private static GrainId Actor(int n) => GrainId.Create(Vehicle, $"vehicle:WVWZZZ1JZ3W{n:000000}");
}
