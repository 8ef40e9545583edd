using AutoCrm.Actors.Commands;
using AutoCrm.Actors.Vehicles;
using Xunit;

namespace AutoCrm.Actors.Faults.Races;

/// <summary>
/// Users of dealerships at two Apis ask two silos for one thing at once, all of them processes of their own: one gets it,
/// the others are told why not, and whoever asks again, at the other Api, hears the same.
/// </summary>
[Collection(nameof(RaceFleet))]
public sealed class RaceTests(RaceFleet races) : Races<RaceFleet>(races);

/// <summary>The same, where each silo has an activation of every actor and hears only from the log what the other one decides.</summary>
[Collection(nameof(ApartFleet))]
public sealed class ApartRaceTests(ApartFleet races) : Races<ApartFleet>(races), IClassFixture<ApartFleet>;

/// <summary>Without the fence two users get one vehicle; otherwise the races would prove nothing.</summary>
[Collection(nameof(ApartFleet))]
public sealed class UnfencedRaceTests(UnfencedFleet races) : IClassFixture<UnfencedFleet>
{
    [Fact]
    public async Task Without_the_fence_two_get_one_vehicle()
    {
        var numbers = Enumerable.Range(0, 40);
        await races.Built(numbers);
        await Task.WhenAll(numbers.SelectMany(n => new[] { races.Vehicle(0, RaceFleet.Vin(n), null, "vin"), races.Vehicle(1, RaceFleet.Vin(n), null, "vin") }));

        await Task.WhenAll(numbers.SelectMany(n => new[] { races.Send(0, RaceFleet.Reserve(n, "D1")), races.Send(1, RaceFleet.Reserve(n, "D5")) }));

        Assert.Contains(await races.CountBy("vin", "autocrm.vehicle.reserved.v1"), vin => vin.Value > 1);
    }
}

/// <summary>What every fleet has to stand.</summary>
public abstract class Races<TFleet>(TFleet races)
    where TFleet : RaceFleet
{
    private const int Rounds = 20;
    private static readonly string[] Dealerships = ["D1", "D2", "D5", "D6"];

    [Fact]
    public async Task Of_many_who_reserve_one_vehicle_one_gets_it()
    {
        await races.Built(Numbers(0));

        var rounds = await Race(Numbers(0), n => Dealerships.Select(d => RaceFleet.Reserve(n, d)));

        OneWinner(rounds, VehicleRejections.AlreadyReserved);
        await Each(rounds, async (n, winner) =>
        {
            var vehicle = await races.Vehicle(n, RaceFleet.Vin(n), winner.Decided.Position, "reservations { dealership { code } } conflicts { kind }");
            Assert.Equal([winner.Attempt.Dealership], vehicle.GetProperty("reservations").EnumerateArray().Select(r => r.GetProperty("dealership").GetProperty("code").GetString()));
            Assert.Equal(0, vehicle.GetProperty("conflicts").GetArrayLength());
        });
    }

    [Fact]
    public async Task Of_many_orders_for_one_vehicle_one_gets_it()
    {
        await Ordered(Numbers(100), Dealerships);

        var rounds = await Race(Numbers(100), n => Dealerships.Select(d => Allocate(n, n, d, "a")));

        OneWinner(rounds, CommandRejections.VehicleAllocated);
        await Each(rounds, async (n, winner) =>
        {
            var vehicle = await races.Vehicle(n, RaceFleet.Vin(n), winner.Decided.Position, "stock { orders { allocated dealership { code } } } conflicts { kind }");
            var allocated = vehicle.GetProperty("stock").GetProperty("orders").EnumerateArray().Where(o => o.GetProperty("allocated").ValueKind != System.Text.Json.JsonValueKind.Null);
            Assert.Equal([winner.Attempt.Dealership], allocated.Select(o => o.GetProperty("dealership").GetProperty("code").GetString()));
            Assert.Equal(0, vehicle.GetProperty("conflicts").GetArrayLength());
        });
    }

    [Fact]
    public async Task Of_many_vehicles_for_one_order_one_is_set_aside()
    {
        await Ordered(Numbers(200), ["D1"]);
        await races.Built(Numbers(300));

        var rounds = await Race(Numbers(200), n => [Allocate(n, n, "D1", "a"), Allocate(n + 100, n, "D1", "b")]);

        OneWinner(rounds, CommandRejections.OrderAllocated);
        var allocated = await races.CountBy("customer", "autocrm.vehicle.allocated.v1");
        Assert.All(Numbers(200), n => Assert.Equal(1, allocated[RaceFleet.Customer(n, "D1")]));
    }

    [Fact]
    public async Task A_vehicle_is_delivered_once()
    {
        await Ordered(Numbers(400), ["D1"]);
        Assert.All(await Task.WhenAll(Numbers(400).Select(n => races.Send(0, Allocate(n, n, "D1", "a")))), answer => Assert.True(answer.IsAccepted));

        var rounds = await Race(Numbers(400), n => Enumerable.Range(0, 4).Select(user => Deliver(n, $"user {user}")));

        OneWinner(rounds, VehicleRejections.AlreadyDelivered);
        var delivered = await races.CountBy("vin", "autocrm.vehicle.delivered.v1");
        await Each(rounds, async (n, winner) =>
        {
            Assert.Equal(1, delivered[RaceFleet.Vin(n)]);
            var vehicle = await races.Vehicle(n, RaceFleet.Vin(n), winner.Decided.Position, "sales { customer } conflicts { kind }");
            Assert.Equal([RaceFleet.Customer(n, "D1")], vehicle.GetProperty("sales").EnumerateArray().Select(sale => sale.GetProperty("customer").GetString()));
            Assert.Equal(0, vehicle.GetProperty("conflicts").GetArrayLength());
        });
    }

    [Fact]
    public async Task Who_registers_a_customer_under_one_mutation_id_makes_one_customer()
    {
        // Two users say the same, and two others say something else under the same id.
        var rounds = await Race(Numbers(500), n => ((string[])["Ada Byron", "Ada Byron", "Grace Hopper", "Grace Hopper"]).Select(name =>
            new Attempt("D1", "registerCustomer", $"r-{n}", $"name: \"{name} {n}\"", "customer { id name }")));

        Assert.All(rounds, round =>
        {
            var taken = round.Where(one => one.Decided.IsAccepted).ToList();
            Assert.Equal(2, taken.Count);
            Assert.Single(taken.Select(one => (one.Decided.Position, one.Attempt.Members)).Distinct());
            Assert.All(round.Except(taken), one => Assert.Equal(RejectionCodes.MutationIdReused, one.Decided.Rejection));
            var customer = taken[0].Decided.Outcome.GetProperty("customer");
            Assert.Contains(customer.GetProperty("name").GetString()!, taken[0].Attempt.Members, StringComparison.Ordinal);
            Assert.Equal(customer.GetProperty("id").GetString(), taken[1].Decided.Outcome.GetProperty("customer").GetProperty("id").GetString());
        });
        var registered = await races.CountBy("customer", "autocrm.customer.registered.v1");
        Assert.All(rounds, round => Assert.Equal(1, registered[round.First(one => one.Decided.IsAccepted).Decided.Outcome.GetProperty("customer").GetProperty("id").GetString()!]));
    }

    private static IEnumerable<int> Numbers(int first) => Enumerable.Range(first, Rounds);

    private static Attempt Allocate(int vehicle, int order, string dealership, string mutation) =>
        new(dealership, "allocateVehicle", mutation, $"vin: \"{RaceFleet.Vin(vehicle)}\", customer: \"{RaceFleet.Customer(order, dealership)}\", orderId: \"O{order}\"");

    private static Attempt Deliver(int n, string mutation) =>
        new("D1", "deliverVehicle", mutation, $"vin: \"{RaceFleet.Vin(n)}\", customer: \"{RaceFleet.Customer(n, "D1")}\", orderId: \"O{n}\"");

    private async Task Ordered(IEnumerable<int> numbers, string[] dealerships)
    {
        await races.Built(numbers);
        await races.Report(
            from n in numbers
            from dealership in dealerships
            select ("autocrm.order.placed.v1", (string?)dealership, (string?)$"C{n}", (string?)null, $$"""{"orderId":"O{{n}}"}"""));
    }

    /// <summary>All rounds at once, the competitors of each turn by turn at one Api and the other; then everybody again, at the other Api.</summary>
    private async Task<Try[][]> Race(IEnumerable<int> numbers, Func<int, IEnumerable<Attempt>> competitors)
    {
        var attempts = numbers.Select(n => competitors(n).ToArray()).ToArray();
        var answers = await Task.WhenAll(attempts.Select(round => Task.WhenAll(round.Select((one, user) => races.Send(user, one)))));
        var again = await Task.WhenAll(attempts.Select(round => Task.WhenAll(round.Select((one, user) => races.Send(user + 1, one)))));

        Assert.Equal(answers.SelectMany(round => round).Select(one => one.Answer), again.SelectMany(round => round).Select(one => one.Answer));
        return [.. attempts.Zip(answers, (round, said) => round.Zip(said, (attempt, decided) => new Try(attempt, decided)).ToArray())];
    }

    private static void OneWinner(Try[][] rounds, string losers)
    {
        Assert.All(rounds, round => Assert.Single(round, one => one.Decided.IsAccepted));
        Assert.All(rounds, round => Assert.Equal(round.Length - 1, round.Count(one => one.Decided.Rejection == losers)));
    }

    private static Task Each(Try[][] rounds, Func<int, Try, Task> check) =>
        Task.WhenAll(rounds.Select(round => check(NumberOf(round[0].Attempt), round.Single(one => one.Decided.IsAccepted))));

    private static int NumberOf(Attempt attempt) =>
        int.Parse(attempt.Members.AsSpan(attempt.Members.IndexOf("1JZ3W", StringComparison.Ordinal) + "1JZ3W".Length, 6), System.Globalization.CultureInfo.InvariantCulture);

    private sealed record Try(Attempt Attempt, Decided Decided);
}
