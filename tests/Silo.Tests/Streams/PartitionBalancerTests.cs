using AutoCrm.Actors.Silo.Owners;
using AutoCrm.Actors.Silo.Streams;
using Xunit;

namespace AutoCrm.Actors.Silo.Tests.Streams;

public sealed class PartitionBalancerTests
{
    private const int Partitions = 32;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(31)]
    [InlineData(40)]
    public void Every_silo_owns_as_many_partitions_as_the_others_give_or_take_one(int silos)
    {
        var owners = PartitionShares.Of(Partitions, Silos(1, silos));

        var counts = Silos(1, silos).Select(silo => owners.Count(owner => owner == silo)).ToArray();
        Assert.Equal(Partitions, counts.Sum());
        Assert.InRange(counts.Max() - counts.Min(), 0, 1);
    }

    [Fact]
    public void Silos_that_list_the_members_in_another_order_come_to_the_same_result()
    {
        var silos = Silos(1, 7);

        Assert.Equal(PartitionShares.Of(Partitions, silos), PartitionShares.Of(Partitions, [.. silos.Reverse()]));
    }

    [Fact]
    public void A_silo_that_comes_or_goes_moves_few_partitions_besides_its_own()
    {
        var moved = 0;
        for (var first = 1; first <= 100; first++)
        {
            var silos = Silos(first, 4);
            var before = PartitionShares.Of(Partitions, silos);
            var after = PartitionShares.Of(Partitions, silos[1..]);
            moved += before.Zip(after).Count(pair => pair.First != silos[0] && pair.First != pair.Second);
        }

        // A sharing that knew nothing of the one before would move two thirds of the other 24.
        Assert.InRange(moved / 100.0, 0, 8);
    }

    [Fact]
    public void Without_an_active_silo_nobody_owns_anything() => Assert.Empty(PartitionShares.Of(Partitions, []));

    [Fact]
    public void Pauses_grow_from_a_tenth_of_a_second_to_one()
    {
        var pauses = Enumerable.Range(0, 40).Select(new StreamPauses().Next).ToArray();

        Assert.InRange(pauses[0].TotalMilliseconds, 80, 100);
        Assert.All(pauses[5..], pause => Assert.InRange(pause.TotalMilliseconds, 800, 1000));
    }

    private static string[] Silos(int first, int count) => [.. Enumerable.Range(first, count).Select(n => $"127.0.0.1:{20_000 + n}@{7 * n}")];
}
