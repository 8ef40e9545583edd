using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using AutoCrm.Actors.Cases;
using AutoCrm.Actors.Cli.Simulation;
using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Leads;
using AutoCrm.Actors.Orders;
using AutoCrm.Actors.Service;
using AutoCrm.Actors.Vehicles;
using Xunit;

namespace AutoCrm.Actors.Cli.Tests.Simulation;

/// <summary>What the simulator tells is determined, valid and believable.</summary>
public sealed class LifeTests
{
    private static readonly DateTimeOffset Until = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly SimulationPlan Plan = new(7, 10, 2_000, Until.AddYears(-8), Until);

    [Fact]
    public void The_same_seed_tells_the_same_bytes_in_whatever_order_lives_are_told()
    {
        var forwards = Enumerable.Range(0, 200).ToDictionary(life => life, life => HashOf(Life.Tell(Plan, life)));
        var backwards = Enumerable.Range(0, 200).Reverse().ToDictionary(life => life, life => HashOf(Life.Tell(Plan, life)));

        Assert.All(forwards, one => Assert.Equal(one.Value, backwards[one.Key]));
        Assert.NotEqual(forwards[0], HashOf(Life.Tell(Plan with { Seed = 8 }, 0)));
    }

    [Fact]
    public void Streams_of_randomness_repeat_differ_and_are_even()
    {
        var random = new SeededRandom(1, 2);
        var again = new SeededRandom(1, 2);
        var other = new SeededRandom(1, 3);
        var numbers = Enumerable.Range(0, 10_000).Select(_ => random.Below(10)).ToArray();

        Assert.Equal(numbers, Enumerable.Range(0, 10_000).Select(_ => again.Below(10)));
        Assert.NotEqual(numbers, Enumerable.Range(0, 10_000).Select(_ => other.Below(10)));
        Assert.All(numbers.CountBy(number => number), count => Assert.InRange(count.Value, 880, 1_120));
    }

    [Fact]
    public void Every_event_is_one_that_the_catalogue_admits()
    {
        foreach (var step in Plan.LivesOf(3).SelectMany(life => life.Steps))
        {
            var definition = EventCatalogue.Find(EventCatalogue.TypeOf(step.Data.GetType()))!;
            Assert.False(definition.IsDerived);
            Assert.True(definition.About is not (Whom.Customer or Whom.CustomerAndVehicle) || step.Customer is not null, definition.Type);
            Assert.True(definition.About is not (Whom.Vehicle or Whom.CustomerAndVehicle) || step.Vin is not null, definition.Type);
            Assert.True(step.Vin is null || Vin.StatusOf(step.Vin) == VinStatus.Valid, step.Vin);
            Assert.Equal(step.Data.GetType(), definition.Read(MadeEvent.JsonOf(step.Data)).GetType());
        }
    }

    [Fact]
    public void Nothing_of_a_life_happens_twice_at_one_instant_but_a_second_reading_and_no_two_cars_share_a_number()
    {
        var cars = new Dictionary<string, int>();
        foreach (var life in Plan.LivesOf(4))
        {
            var single = life.Steps.Where(step => step.Data is not OdometerRead).ToArray();
            Assert.Equal(single.Length, single.Select(step => step.At).Distinct().Count());
            Assert.All(life.Steps.Select(step => step.Vin).OfType<string>().Distinct(), vin => Assert.True(cars.TryAdd(vin, life.Number), vin));
            Assert.Equal(
                life.Steps.Count(step => step.Data is VehicleBuilt), life.Steps.Where(step => step.Data is VehicleBuilt).Select(step => step.Vin).Distinct().Count());
        }
    }

    [Fact]
    public void Nobody_shares_a_telephone_but_the_person_whom_two_dealerships_know()
    {
        var lives = Enumerable.Range(0, 2_000).Select(life => Life.Tell(Plan, life)).ToArray();
        var truth = new Truth();
        Array.ForEach(lives, life => truth.Follow(life, Plan.Horizon));

        var shared = lives.SelectMany(life => life.Steps).Where(step => step.Data is CustomerRegistered)
            .GroupBy(step => ((CustomerRegistered)step.Data).Phones![0])
            .Where(group => group.Count() > 1)
            .Select(group => (
                Ids: group.Select(step => step.Customer!).Order().ToArray(),
                Names: group.Select(step => ((CustomerRegistered)step.Data).Name).Distinct().Count(),
                Dealerships: group.Select(step => step.Dealership).Distinct().Count()))
            .ToArray();

        Assert.All(shared, one => Assert.Equal((2, 2), (one.Ids.Length, one.Dealerships)));
        var same = shared.Where(one => one.Names == 1).SelectMany(one => one.Ids).ToHashSet();
        Assert.Equal(same, truth.Customers.Where(one => one.Is is not null || one.Aliases.Count > 0).Select(one => one.Id).ToHashSet());
        var suspected = shared.Where(one => one.Names == 2).SelectMany(one => one.Ids).ToHashSet();
        Assert.Equal(suspected, truth.Customers.Where(one => one.Planted.Contains(CustomerConflictKinds.DuplicateSuspected)).Select(one => one.Id).ToHashSet());
        Assert.InRange(same.Count / 2, 20, 60);
        Assert.InRange(suspected.Count / 2, 5, 35);
    }

    [Fact]
    public void Rates_are_believable()
    {
        var steps = Enumerable.Range(0, 2_000).SelectMany(life => Life.Tell(Plan, life).Steps).Where(step => step.At <= Until).ToArray();

        Assert.InRange(Share<LeadConverted, LeadReceived>(steps), 0.12, 0.40);
        Assert.InRange(Share<OrderCancelled, OrderPlaced>(steps), 0.02, 0.12);
        Assert.InRange(Share<ServiceNoShow, ServiceBooked>(steps), 0.03, 0.10);
        Assert.InRange(Share<CaseOpened, ServiceCompleted>(steps), 0.03, 0.12);
        Assert.InRange(Share<VehicleTradedIn, VehicleDelivered>(steps), 0.03, 0.40);
        Assert.InRange((double)steps.Count(step => step.Sent > step.At) / steps.Length, 0.02, 0.04);
        Assert.InRange((double)steps.Sum(step => step.Repeats) / steps.Length, 0.005, 0.015);
        var months = steps.Where(step => step.Data is LeadReceived).CountBy(step => step.At.Month).ToDictionary();
        Assert.True(months[3] > months[7], "March sells more than July.");
    }

    [Fact]
    public void What_is_reported_again_is_the_same_event()
    {
        var lives = Plan.LivesOf(5).ToArray();
        var sent = DealershipHistory.Of(Plan, lives, 5).Select(IdOf).ToArray();
        var happened = lives.SelectMany(life => life.Steps).Where(step => step.At <= Until).Select(IdOf).ToArray();

        Assert.True(sent.Length > happened.Length + 1);
        Assert.Equal(happened.Length, happened.Distinct().Count());
        Assert.Equal(happened.Length + 1, sent.Distinct().Count());
    }

    [Fact]
    public void Without_contradictions_none_is_planted()
    {
        var truth = new Truth();
        foreach (var life in (Plan with { Contradictions = false }).LivesOf(0))
        {
            truth.Follow(life, Until);
        }

        Assert.True(truth.Vehicles.Count > 50);
        Assert.All(truth.Vehicles, vehicle => Assert.Empty(vehicle.Planted));
        Assert.All(truth.Customers, customer => Assert.Empty(customer.Planted));
    }

    [Fact]
    public void Every_contradiction_that_the_system_knows_is_planted()
    {
        var planted = TruthOf(Plan with { Customers = 6_000 });
        var kinds = planted.Vehicles.SelectMany(one => one.Planted).Concat(planted.Customers.SelectMany(one => one.Planted)).ToHashSet();

        Assert.Equal(
            KindsOf(typeof(ConflictKinds)).Concat(KindsOf(typeof(CustomerConflictKinds))).Distinct().Order(),
            kinds.Order());
    }

    [Fact]
    public void Companies_have_several_cars_leased_cars_are_given_back_and_sales_are_undone()
    {
        var lives = Plan.LivesOf(1).Concat(Plan.LivesOf(2)).ToArray();
        var steps = lives.SelectMany(life => life.Steps).ToArray();
        var leased = steps.Where(step => step.Data is VehicleDelivered { Finance: FinanceKind.Lease } && step.At < Until.AddYears(-4)).Select(step => step.Vin).ToArray();
        var back = steps.Where(step => step.Data is VehicleTradedIn { Kind: ReturnKind.LeaseReturn }).Select(step => step.Vin).ToHashSet();

        Assert.Contains(lives, life => life.Steps.Count(step => step.Data is VehicleDelivered && step.Customer == Plan.CustomerIdOf(life.Number)) >= 4
            && life.Steps.Any(step => step.Data is CustomerRegistered { Kind: PartyKind.Company }));
        Assert.NotEmpty(leased);
        Assert.True(leased.Count(back.Contains) * 10 >= leased.Length * 7, "Most leased cars come back.");
        Assert.Contains(steps, step => step.Data is SaleReversed);
    }

    [Fact]
    public void Dealerships_stock_and_pipeline_never_fall_below_nothing()
    {
        var truth = TruthOf(Plan);

        Assert.All(truth.Dealerships.SelectMany(one => one.Pipeline.Values.Concat(one.Stock.Values)), count => Assert.True(count >= 0));
        Assert.True(truth.Dealerships.Sum(one => one.OpenLeads) > 0);
        Assert.True(truth.Dealerships.Sum(one => one.Stock.Values.Sum()) > 0);
        Assert.Equal(truth.Customers.Sum(one => one.OpenLeads), truth.Dealerships.Sum(one => one.OpenLeads));
        Assert.Equal(truth.Customers.Sum(one => one.OpenOrders), truth.Dealerships.Sum(one => one.Pipeline[DealershipTruth.OpenOrders]));
    }

    private static Truth TruthOf(SimulationPlan plan)
    {
        var truth = new Truth();
        foreach (var life in Enumerable.Range(0, plan.Dealerships).SelectMany(plan.LivesOf))
        {
            truth.Follow(life, plan.Until);
        }

        return truth;
    }

    private static IEnumerable<string> KindsOf(Type of) => of.GetFields().Select(field => (string)field.GetRawConstantValue()!);

    private static double Share<TPart, TWhole>(LifeStep[] steps) =>
        (double)steps.Count(step => step.Data is TPart) / steps.Count(step => step.Data is TWhole);

    private static string HashOf(Life life) => Convert.ToHexString(SHA256.HashData(BytesOf(life.Steps)));

    private static string IdOf(LifeStep step)
    {
        using var json = JsonDocument.Parse(BytesOf([step]));
        return json.RootElement.GetProperty("id").GetString()!;
    }

    private static byte[] BytesOf(IEnumerable<LifeStep> steps)
    {
        var output = new ArrayBufferWriter<byte>();
        foreach (var step in steps)
        {
            step.WriteTo(output);
        }

        return output.WrittenSpan.ToArray();
    }
}
