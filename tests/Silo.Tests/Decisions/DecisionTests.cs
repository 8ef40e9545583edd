using AutoCrm.Actors.Vehicles;
using Xunit;

namespace AutoCrm.Actors.Silo.Tests.Decisions;

/// <summary>Two activations of each vehicle decide as if there were one.</summary>
public sealed class DecisionTests : IAsyncLifetime
{
    private const int Vehicles = 30;
    private static readonly DateTimeOffset Until = TimeProvider.System.GetUtcNow().AddDays(2);
    private TwoClusters? clusters;

    private TwoClusters Clusters => clusters!;

    public async ValueTask InitializeAsync() => clusters = await TwoClusters.Start();

    public async ValueTask DisposeAsync() => await Clusters.DisposeAsync();

    [Fact]
    public async Task Of_two_dealerships_that_reserve_a_vehicle_at_once_one_wins_ever()
    {
        var races = await Race(Clusters);

        Assert.All(races, race => Assert.Single(race, outcome => outcome.Rejection is null));
        Assert.All(races, race => Assert.Single(race, outcome => outcome.Rejection?.Code == VehicleRejections.AlreadyReserved));
        Assert.Equal(Vehicles, await Clusters.Count("event_log WHERE type = 'autocrm.vehicle.reserved.v1'"));
        foreach (var n in Enumerable.Range(0, Vehicles))
        {
            var token = races[n].Single(outcome => outcome.Position is not null).Position;
            var one = await TwoClusters.Vehicle(Clusters.One, Vin(n)).Get(token);
            var two = await TwoClusters.Vehicle(Clusters.Two, Vin(n)).Get(token);
            Assert.Equal(Assert.Single(one!.State.Reservations), Assert.Single(two!.State.Reservations));
            Assert.Empty(one.State.Conflicts);
        }
    }

    [Fact]
    public async Task Without_the_fence_both_win()
    {
        await using var weak = await TwoClusters.Start("--AutoCrm:Weaken:SkipFencing=true");

        var races = await Race(weak);

        Assert.Contains(races, race => race.All(outcome => outcome.Rejection is null));
    }

    [Fact]
    public async Task A_command_that_is_sent_many_times_at_either_activation_has_one_effect_and_one_answer()
    {
        await Known(Clusters, 0);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 16).Select(n => Reserve(n % 2 == 0 ? Clusters.One : Clusters.Two, 0, "D1", "same")));

        Assert.All(outcomes, outcome => Assert.Null(outcome.Rejection));
        Assert.Single(outcomes.Select(outcome => outcome.Position!.ToString()).Distinct());
        Assert.Equal(1, await Clusters.Count("event_log WHERE type = 'autocrm.vehicle.reserved.v1'"));
    }

    [Fact]
    public async Task A_repeat_is_answered_as_at_first_also_when_the_vehicle_would_refuse_it_by_now()
    {
        await Known(Clusters, 0);
        var first = await Reserve(Clusters.One, 0, "D1", "m1");
        var release = new ReleaseReservation { Dealership = "D1", MutationId = "r1", Reservation = first.Live!.State.Reservations[0].Id };
        var released = await TwoClusters.Vehicle(Clusters.Two, Vin(0)).Release(release);
        var others = await Reserve(Clusters.Two, 0, "D2", "m1");

        var repeat = await Reserve(Clusters.Two, 0, "D1", "m1");
        var releaseAgain = await TwoClusters.Vehicle(Clusters.One, Vin(0)).Release(release);

        Assert.Null(others.Rejection);
        Assert.Equal(first.Position!.ToString(), repeat.Position!.ToString());
        Assert.Null(repeat.Rejection);
        Assert.Equal(released.Position!.ToString(), releaseAgain.Position!.ToString());
        Assert.Equal(2, await Clusters.Count("event_log WHERE type = 'autocrm.vehicle.reserved.v1'"));
    }

    [Fact]
    public async Task Another_command_under_the_same_mutation_id_is_refused()
    {
        await Known(Clusters, 0);
        await Reserve(Clusters.One, 0, "D1", "m1");

        var other = await TwoClusters.Vehicle(Clusters.One, Vin(0)).Reserve(Command("D1", "m1") with { Customer = "another" });

        Assert.Equal(RejectionCodes.MutationIdReused, other.Rejection?.Code);
    }

    [Fact]
    public async Task A_decision_knows_every_event_that_was_acknowledged_before_it()
    {
        foreach (var n in Enumerable.Range(0, Vehicles))
        {
            await Known(Clusters, n);
            // Both activations are warm, and one of them has not heard of the delivery yet.
            await TwoClusters.Vehicle(Clusters.One, Vin(n)).Get(null);
            await TwoClusters.Append(Clusters.Two, SiloFixture.Event("autocrm.vehicle.delivered.v1", "{}", Vin(n), dealership: $"D{n}", time: "2026-11-24T08:00:00Z"));

            var outcome = await Reserve(Clusters.One, n, "D1", "m1");

            Assert.Equal(VehicleRejections.AlreadyDelivered, outcome.Rejection?.Code);
        }
    }

    [Fact]
    public async Task A_refused_decision_does_not_disturb_the_facts_that_share_its_transaction()
    {
        await Known(Clusters, 0);
        var facts = Task.WhenAll(Enumerable.Range(0, 200).Select(n => TwoClusters.Append(
            n % 2 == 0 ? Clusters.One : Clusters.Two,
            SiloFixture.Event("autocrm.vehicle.odometer-read.v1", """{"odometer":{"value":5,"unit":"km"}}""", Vin(1), dealership: "D1"))));
        var decisions = await Task.WhenAll(Enumerable.Range(0, 20).Select(n => Reserve(n % 2 == 0 ? Clusters.One : Clusters.Two, 0, "D1", $"m{n}")));

        await facts;
        Assert.Single(decisions, outcome => outcome.Rejection is null);
        Assert.Equal(200, await Clusters.Count("event_log WHERE type = 'autocrm.vehicle.odometer-read.v1'"));
    }

    // The check digit is not mandatory in Europe.
    private static string Vin(int n) => $"WVWZZZ1JZ3W{n:000000}";

    private static ReserveVehicle Command(string dealership, string mutation) =>
        new() { Dealership = dealership, MutationId = mutation, Customer = "C1", Until = Until };

    private static Task<Outcome<Vehicle>> Reserve(IGrainFactory at, int n, string dealership, string mutation) =>
        TwoClusters.Vehicle(at, Vin(n)).Reserve(Command(dealership, mutation));

    private static async Task Known(TwoClusters clusters, int n) => await TwoClusters.Append(clusters.One, SiloFixture.Event(
        "autocrm.vehicle.auctioned.v1", """{"price":{"amount":1,"currency":"USD"}}""", Vin(n), dealership: "D1"));

    private static async Task<Outcome<Vehicle>[][]> Race(TwoClusters clusters)
    {
        await Task.WhenAll(Enumerable.Range(0, Vehicles).Select(n => Known(clusters, n)));
        await Task.WhenAll(Enumerable.Range(0, Vehicles).SelectMany(n => new[]
        {
            TwoClusters.Vehicle(clusters.One, Vin(n)).Get(null), TwoClusters.Vehicle(clusters.Two, Vin(n)).Get(null),
        }));
        // Dealerships of different partitions: no lock on a partition keeps them apart.
        return await Task.WhenAll(Enumerable.Range(0, Vehicles).Select(n =>
            Task.WhenAll(Reserve(clusters.One, n, "D1", "m"), Reserve(clusters.Two, n, "D5", "m"))));
    }
}
