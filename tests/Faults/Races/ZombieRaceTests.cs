using AutoCrm.Actors.Vehicles;
using Xunit;

namespace AutoCrm.Actors.Faults.Races;

/// <summary>
/// A silo stands still with commands for its actors in its sockets, is given up, and the other one decides about the
/// same vehicles. When it goes on, what it finds changes nothing any more: it may end at once, look into the log before
/// it decides because the members have changed, or come too late for the fence.
/// </summary>
[Collection(nameof(RaceFleet))]
public sealed class ZombieRaceTests(RaceFleet races)
{
    private const int Vehicles = 24;

    // Others than those of the races in the same fleet.
    private const int First = 1000;

    // Giving up a silo that hangs takes 24 s, and its actors' new silo reads their histories.
    private static readonly TimeSpan TakeOverBound = TimeSpan.FromSeconds(50);
    private static readonly TimeSpan EndBound = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    [Fact]
    public async Task Who_was_given_up_and_goes_on_decides_nothing_that_others_have_decided()
    {
        var all = Enumerable.Range(First, Vehicles).ToArray();
        await races.Built(all);
        await Task.WhenAll(all.Select(n => races.Vehicle(0, RaceFleet.Vin(n), null, "vin")));

        var zombie = races.Fleet.Silos[0].Process;
        zombie.Pause();
        var held = await AskInVain(all);
        await TakenOver(held);
        var taken = await Task.WhenAll(held.Select(n => Answered(n, "D5", 1)));
        zombie.Resume();
        var left = await zombie.Ended(EndBound);
        await races.Fleet.Heal();

        var reserved = await races.CountBy("vin", "autocrm.vehicle.reserved.v1");
        TestContext.Current.TestOutputHelper?.WriteLine($"{held.Length} of {Vehicles} commands waited in the silo that stood still, which ended with {left}");
        Assert.NotNull(left);
        Assert.Contains(taken, one => one.IsAccepted);
        Assert.All(all, n => Assert.Equal(1, reserved[RaceFleet.Vin(n)]));
        var (late, again) = (await Task.WhenAll(held.Select(n => Answered(n, "D1", 1))), await Task.WhenAll(held.Select(n => Answered(n, "D5", 0))));
        Assert.Equal(taken.Select(one => one.Answer), again.Select(one => one.Answer));
        Assert.All(late.Zip(again), two => Assert.Single([two.First, two.Second], one => one.Rejection == VehicleRejections.AlreadyReserved));
    }

    // Those whose actors, or whose way to them, are in the silo that stands still: there the command waits.
    private async Task<int[]> AskInVain(int[] numbers)
    {
        var answers = await Task.WhenAll(numbers.Select(n => RaceFleet.Reserve(n, "D1").Send(races.User(0, "D1"))));
        var held = numbers.Where((_, n) => answers[n].Decided is null).ToArray();
        Assert.NotEmpty(held);
        return held;
    }

    // By reading, so that nothing but the first command waits in the silo that stands still.
    private async Task TakenOver(int[] numbers)
    {
        using var bound = new CancellationTokenSource(TakeOverBound);
        foreach (var n in numbers)
        {
            while ((await races.User(1).Query("query($v: ID!) { vehicle(vin: $v) { vin } }", new { v = RaceFleet.Vin(n) })).Failure is { } failure)
            {
                Assert.False(bound.IsCancellationRequested, $"Nobody answers for vehicle {n}: {failure}.");
                await Task.Delay(Look, CancellationToken.None);
            }
        }
    }

    private async Task<Decided> Answered(int n, string dealership, int api)
    {
        using var bound = new CancellationTokenSource(TakeOverBound);
        while (true)
        {
            var (decided, failure) = await RaceFleet.Reserve(n, dealership).Send(races.User(api, dealership));
            if (decided is not null)
            {
                return decided;
            }

            Assert.False(bound.IsCancellationRequested, failure);
            await Task.Delay(Look, CancellationToken.None);
        }
    }
}
