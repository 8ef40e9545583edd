using System.Text.Json;
using AutoCrm.Actors.Cases;
using AutoCrm.Actors.Commands;
using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Grains.Customers;
using AutoCrm.Actors.Grains.Vehicles;
using AutoCrm.Actors.Leads;
using AutoCrm.Actors.Orders;
using AutoCrm.Actors.Recalls;
using AutoCrm.Actors.Service;
using AutoCrm.Actors.Vehicles;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace AutoCrm.Actors.Grains.Tests.Commands;

/// <summary>What holds of every history that commands alone have made.</summary>
public sealed class CommandPropertyTests
{
    private static readonly DateTimeOffset Soon = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    private const int MostRounds = 20;

    // Few numbers, so that the commands are about each other.
    private static readonly Gen<string> Number = Gen.Elements("1", "2", "3");

    private static readonly Gen<Asked> AnyCommand =
        from what in Gen.OneOf(Payloads())
        from dealership in Gen.Elements("D1", "D1", "D2")
        from customer in Gen.Elements(Trade.Customer, Trade.Customer, Trade.Other)
        from vin in Gen.Elements(Trade.Vin, Trade.OtherVin)
        select new Asked(what.Name, what.Payload, dealership, customer, vin);

    [Fact]
    public void The_generator_brings_every_command_to_acceptance_that_needs_no_report_before_it()
    {
        string[] expected = [.. CommandCatalogue.All.Select(command => command.Name)
            .Except(["resolveCustomerConflict", "resolveVehicleConflict", "registerCustomer", "approveEstimate"])];
        var accepted = new HashSet<string>();

        // A trade-in needs a delivery before it, and that an allocation and an order: not every three hundred have one.
        for (var rounds = 0; rounds < MostRounds && !expected.All(accepted.Contains); rounds++)
        {
            foreach (var commands in Gen.ListOf(AnyCommand, 150).Sample(300))
            {
                var trade = Begun();
                accepted.UnionWith(commands.Where(command => command.To(trade) is null).Select(command => command.Name));
            }
        }

        Assert.Equal(expected.Order(), accepted.Order());
    }

    [Fact]
    public void It_never_contradicts_itself() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(150), Prop.ForAll(Many(), commands =>
    {
        var trade = After(commands);
        return trade.Vehicles.Values.All(vehicle => vehicle.Conflicts.IsEmpty)
            && trade.Customers.Values.All(customer => CustomerConflicts.Of(customer).IsEmpty);
    }));

    [Fact]
    public void A_vehicle_has_one_order_at_a_time_and_an_order_one_vehicle() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(150), Prop.ForAll(Many(), commands =>
    {
        var trade = After(commands);
        var taken = trade.Vehicles.Values.Sum(vehicle => vehicle.Stock?.Orders.Count(order => VehicleTrade.IsOpen(vehicle, order, VehicleTrade.LastBack(vehicle))) > 1 ? 1 : 0);
        var deliveries = trade.Log.Where(e => e.Payload is VehicleDelivered)
            .GroupBy(e => (e.Dealership, e.Customer, ((VehicleDelivered)e.Payload).OrderId));
        return taken == 0 && deliveries.All(group => group.Count() == 1);
    }));

    [Fact]
    public void Folded_in_any_order_it_is_the_state_that_was_decided_on() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(150), Prop.ForAll(Many(), Gen.Choose(0, int.MaxValue).ToArbitrary(), (commands, seed) =>
        {
            var trade = After(commands);
            var shuffled = trade.Log.ToArray();
            new System.Random(seed).Shuffle(shuffled);
            return trade.Vehicles.Values.All(vehicle => Json(vehicle) == Json(shuffled.Where(e => e.Vin == vehicle.Vin)
                    .Aggregate(new Vehicle { Vin = vehicle.Vin }, VehicleFold.Apply)))
                && trade.Customers.Values.All(customer => Json(customer) == Json(shuffled.Where(e => e.Customer == customer.Id)
                    .Aggregate(new Customer { Id = customer.Id }, CustomerFold.Apply)));
        }));

    private static Arbitrary<List<Asked>> Many() => Gen.Sized(size => Gen.ListOf(AnyCommand, 2 * size)).Select(commands => commands.ToList()).ToArbitrary();

    // One vehicle is still the maker's, the other one is in a dealership's stock.
    private static Trade Begun() => Trade.Open().Reported(new VehicleMadeAvailable(), vin: Trade.OtherVin);

    private static Trade After(List<Asked> commands)
    {
        var trade = Begun();
        commands.ForEach(command => command.To(trade));
        return trade;
    }

    private static string Json<T>(T state) => JsonSerializer.Serialize(state);

    private static Gen<(string Name, EventPayload Payload)>[] Payloads() =>
    [
        Say("changeProfile", _ => new CustomerProfileChanged { Language = "en" }),
        Say("giveConsent", _ => new ConsentGiven { Purpose = ConsentPurpose.Marketing }),
        Say("withdrawConsent", _ => new ConsentWithdrawn { Purpose = ConsentPurpose.Marketing }),
        Say("logInteraction", _ => new InteractionLogged { Channel = ContactChannel.Phone, Direction = InteractionDirection.Inbound }),
        Say("receiveLead", n => new LeadReceived { LeadId = n, Channel = ContactChannel.Web, Interest = LeadInterest.Buy }),
        Say("assignLead", n => new LeadAssigned { LeadId = n, Advisor = "A" }),
        Say("recordContact", n => new LeadContacted { LeadId = n, Channel = ContactChannel.Phone }),
        Say("qualifyLead", n => new LeadQualified { LeadId = n, Level = LeadLevel.A }),
        Say("loseLead", n => new LeadLost { LeadId = n, Reason = "r" }),
        Say("bookTestDrive", n => new TestDriveBooked { TestDriveId = n, At = Soon.AddYears(1) }),
        Say("completeTestDrive", n => new TestDriveCompleted { TestDriveId = n, LicenceChecked = true }),
        Say("issueQuote", n => new QuoteIssued { QuoteId = n, Amount = new Money(1, "EUR") }),
        Often("placeOrder", n => new OrderPlaced { OrderId = n }),
        Say("placeOrder", n => new OrderPlaced { OrderId = n, LeadId = n, QuoteId = n }),
        Say("cancelOrder", n => new OrderCancelled { OrderId = n, Reason = "r" }),
        Often("allocateVehicle", n => new VehicleAllocated { OrderId = n }),
        Often("deliverVehicle", n => new VehicleDelivered { OrderId = n }),
        Say("tradeInVehicle", _ => new VehicleTradedIn { Value = new Money(1, "EUR") }),
        Say("holdVehicle", _ => new VehicleHeld { Reason = HoldReason.Sales }),
        Often("releaseHold", _ => new HoldReleased { Reason = HoldReason.Sales }),
        Say("transferVehicle", _ => new VehicleTransferred { ToDealership = "D2" }),
        Say("transferVehicle", _ => new VehicleTransferred { ToDealership = "D1" }),
        Say("bookService", n => new ServiceBooked { AppointmentId = n, At = Soon.AddYears(1) }),
        Say("checkInVehicle", n => new VehicleCheckedIn { RepairOrder = n }),
        Say("approveEstimate", n => new EstimateApproved { RepairOrder = n }),
        Say("completeWork", n => new ServiceCompleted { RepairOrder = n }),
        Say("closeRepairOrder", n => new RepairOrderClosed { RepairOrder = n }),
        Say("readOdometer", n => new OdometerRead { Odometer = new Distance(1000 * int.Parse(n, System.Globalization.CultureInfo.InvariantCulture), "km") }),
        Say("openRecall", n => new RecallOpened { Campaign = n, StopSale = n == "3" }),
        Say("notifyOwner", n => new RecallNotified { Campaign = n }),
        Often("remedyRecall", n => new RecallRemedied { Campaign = n }),
        Say("openCase", n => new CaseOpened { CaseId = n, Kind = CaseKind.Question, Severity = CaseSeverity.Low, Channel = ContactChannel.Phone }),
        Say("respondToCase", n => new CaseResponded { CaseId = n }),
        Say("resolveCase", n => new CaseResolved { CaseId = n, How = "h" }),
        Say("reopenCase", n => new CaseReopened { CaseId = n }),
    ];

    private static Gen<(string Name, EventPayload Payload)> Say(string name, Func<string, EventPayload> payload) => Number.Select(n => (name, payload(n)));

    private static Gen<(string Name, EventPayload Payload)> Often(string name, Func<string, EventPayload> payload) =>
        Gen.Elements("1", "1", "2").Select(n => (name, payload(n)));

    private sealed record Asked(string Name, EventPayload Payload, string Dealership, string Customer, string Vin)
    {
        public Rejection? To(Trade trade) => trade.Ask(Name, Payload, Dealership, Customer, Vin, hq: Name == "openRecall");
    }
}
