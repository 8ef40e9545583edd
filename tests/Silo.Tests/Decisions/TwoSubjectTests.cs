using AutoCrm.Actors.Commands;
using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Orders;
using AutoCrm.Actors.Vehicles;
using Xunit;

namespace AutoCrm.Actors.Silo.Tests.Decisions;

/// <summary>Decisions about a vehicle and an order at once, each made by two activations of both actors.</summary>
public sealed class TwoSubjectTests : IAsyncLifetime
{
    private const int Rounds = 30;
    private TwoClusters? clusters;

    private TwoClusters Clusters => clusters!;

    public async ValueTask InitializeAsync() => clusters = await TwoClusters.Start();

    public async ValueTask DisposeAsync() => await Clusters.DisposeAsync();

    [Fact]
    public async Task Of_two_orders_for_one_vehicle_one_gets_it_ever()
    {
        var races = await Race(Clusters, n => Ordered(Clusters, n, "D1", "D5"), n => Allocate(Clusters.One, n, n, "D1"), n => Allocate(Clusters.Two, n, n, "D5"));

        OneWinner(races, CommandRejections.VehicleAllocated);
        await NoConflicts(races);
    }

    [Fact]
    public async Task Of_two_vehicles_for_one_order_one_is_set_aside_ever()
    {
        var races = await Race(Clusters, n => Ordered(Clusters, n, "D1"), n => Allocate(Clusters.One, n, n, "D1", "a"), n => Allocate(Clusters.Two, n + Rounds, n, "D1", "b"));

        OneWinner(races, CommandRejections.OrderAllocated);
        Assert.Equal(Rounds, await Clusters.Count("event_log WHERE type = 'autocrm.vehicle.allocated.v1'"));
    }

    [Fact]
    public async Task A_vehicle_is_delivered_once_ever()
    {
        var races = await Race(Clusters, n => Allocated(Clusters, n), n => Deliver(Clusters.One, n, "a"), n => Deliver(Clusters.Two, n, "b"));

        OneWinner(races, VehicleRejections.AlreadyDelivered);
        await NoConflicts(races);
    }

    [Fact]
    public async Task An_order_is_delivered_or_called_off_and_never_both()
    {
        var races = await Race(Clusters, n => Allocated(Clusters, n), n => Deliver(Clusters.One, n, "a"), n => Cancel(Clusters.Two, n));

        Assert.All(races, race => Assert.Single(race, answer => answer is null));
        Assert.All(races, race => Assert.Contains(
            race.Single(answer => answer is not null), (string[])[CommandRejections.OrderDelivered, CommandRejections.OrderCancelled, CommandRejections.NotAllocated]));
    }

    [Fact]
    public async Task A_vehicle_is_reserved_for_one_or_set_aside_for_another_and_never_both()
    {
        var races = await Race(Clusters, n => Ordered(Clusters, n, "D1"), n => Allocate(Clusters.One, n, n, "D1"), n => Reserve(Clusters.Two, n));

        Assert.All(races, race => Assert.Single(race, answer => answer is null));
        Assert.All(races, race => Assert.Contains(
            race.Single(answer => answer is not null), (string[])[CommandRejections.VehicleAllocated, VehicleRejections.AlreadyReserved]));
    }

    [Fact]
    public async Task A_cancellation_that_was_reported_meanwhile_is_known_to_the_decision_at_the_other_activation()
    {
        foreach (var n in Enumerable.Range(0, 5))
        {
            await Allocated(Clusters, n);
            await Warm(Clusters, n);
            await TwoClusters.Append(Clusters.Two, SiloFixture.Event(
                "autocrm.order.cancelled.v1", $$"""{"orderId":"O{{n}}","reason":"late"}""", dealership: "D1", customer: CustomerOf(n, "D1"), time: "2026-11-24T08:00:00Z"));

            Assert.Equal(CommandRejections.OrderCancelled, await Deliver(Clusters.One, n, "a"));
        }
    }

    [Fact]
    public async Task Without_the_fence_two_orders_get_one_vehicle()
    {
        await using var weak = await TwoClusters.Start("--AutoCrm:Weaken:SkipFencing=true");

        var races = await Race(weak, n => Ordered(weak, n, "D1", "D5"), n => Allocate(weak.One, n, n, "D1"), n => Allocate(weak.Two, n, n, "D5"));

        Assert.Contains(races, race => race.All(answer => answer is null));
    }

    [Fact]
    public async Task A_repeat_at_the_other_activation_has_the_same_answer_and_another_content_is_refused()
    {
        await Ordered(Clusters, 0, "D1");
        var command = AllocateCommand(0, "D1", "same");
        var first = await TwoClusters.Vehicle(Clusters.One, Vin(0)).Do(command);
        var repeat = await TwoClusters.Vehicle(Clusters.Two, Vin(0)).Do(command);
        var other = await TwoClusters.Vehicle(Clusters.Two, Vin(0)).Do(command with { Payload = new VehicleAllocated { OrderId = "another" } });

        Assert.Equal((null, first.Position!.ToString()), (repeat.Rejection, repeat.Position?.ToString()));
        Assert.Equal(RejectionCodes.MutationIdReused, other.Rejection?.Code);
        Assert.Equal(1, await Clusters.Count("event_log WHERE type = 'autocrm.vehicle.allocated.v1'"));
    }

    private static void OneWinner(string?[][] races, string losers)
    {
        Assert.All(races, race => Assert.Single(race, answer => answer is null));
        Assert.All(races, race => Assert.Single(race, losers));
    }

    private async Task NoConflicts(string?[][] races)
    {
        foreach (var n in Enumerable.Range(0, races.Length))
        {
            await TwoClusters.Vehicle(Clusters.One, Vin(n)).CatchUp();
            Assert.Empty((await TwoClusters.Vehicle(Clusters.One, Vin(n)).Get(null))!.State.Conflicts);
        }
    }

    private static async Task<string?[][]> Race(
        TwoClusters at, Func<int, Task> prepare, Func<int, Task<string?>> one, Func<int, Task<string?>> two)
    {
        await Task.WhenAll(Enumerable.Range(0, Rounds).Select(prepare));
        await Task.WhenAll(Enumerable.Range(0, Rounds).Select(n => Warm(at, n)));
        return await Task.WhenAll(Enumerable.Range(0, Rounds).Select(n => Task.WhenAll(one(n), two(n))));
    }

    private static Task Warm(TwoClusters at, int n) => Task.WhenAll(
        from cluster in (IGrainFactory[])[at.One, at.Two]
        from dealership in (string[])["D1", "D5"]
        from call in (Task[])[Customer(cluster, n, dealership).Get(null), TwoClusters.Vehicle(cluster, Vin(n)).Get(null)]
        select call);

    private static async Task Ordered(TwoClusters at, int n, params string[] dealerships)
    {
        await TwoClusters.Append(at.One, SiloFixture.Event("autocrm.vehicle.built.v1", "{}", Vin(n), dealership: null));
        await TwoClusters.Append(at.One, SiloFixture.Event("autocrm.vehicle.built.v1", "{}", Vin(n + Rounds), dealership: null));
        foreach (var dealership in dealerships)
        {
            await TwoClusters.Append(at.One, SiloFixture.Event(
                "autocrm.order.placed.v1", $$"""{"orderId":"O{{n}}"}""", dealership: dealership, customer: CustomerOf(n, dealership)));
        }
    }

    private static async Task Allocated(TwoClusters at, int n)
    {
        await Ordered(at, n, "D1");
        Assert.Null(await Allocate(at.One, n, n, "D1"));
    }

    private static EventCommand AllocateCommand(int order, string dealership, string mutation) => new()
    {
        Name = "allocateVehicle", Dealership = dealership, MutationId = mutation, Other = CustomerOf(order, dealership), Payload = new VehicleAllocated { OrderId = $"O{order}" },
    };

    private static async Task<string?> Allocate(IGrainFactory at, int vehicle, int order, string dealership, string mutation = "m") =>
        (await TwoClusters.Vehicle(at, Vin(vehicle)).Do(AllocateCommand(order, dealership, mutation))).Rejection?.Code;

    private static async Task<string?> Deliver(IGrainFactory at, int n, string mutation) => (await TwoClusters.Vehicle(at, Vin(n)).Do(new EventCommand
    {
        Name = "deliverVehicle", Dealership = "D1", MutationId = mutation, Other = CustomerOf(n, "D1"), Payload = new VehicleDelivered { OrderId = $"O{n}" },
    })).Rejection?.Code;

    private static async Task<string?> Cancel(IGrainFactory at, int n) => (await Customer(at, n, "D1").Do(new EventCommand
    {
        Name = "cancelOrder", Dealership = "D1", MutationId = "m", Payload = new OrderCancelled { OrderId = $"O{n}", Reason = "test" },
    })).Rejection?.Code;

    private static async Task<string?> Reserve(IGrainFactory at, int n) => (await TwoClusters.Vehicle(at, Vin(n)).Reserve(new ReserveVehicle
    {
        Dealership = "D5", MutationId = "m", Customer = CustomerOf(n, "D5"), Until = TimeProvider.System.GetUtcNow().AddDays(1),
    })).Rejection?.Code;

    private static ICustomerGrain Customer(IGrainFactory at, int n, string dealership) =>
        at.GetGrain<ICustomerGrain>(Subject.Customer(CustomerOf(n, dealership)).Key);

    private static string CustomerOf(int n, string dealership) => $"C{n}-{dealership}";

    private static string Vin(int n) => $"WVWZZZ1JZ3W{n:000000}";
}
