using System.Collections.Frozen;
using AutoCrm.Actors.Commands;
using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Grains.Orders;
using AutoCrm.Actors.Grains.Recalls;
using AutoCrm.Actors.Grains.Service;
using AutoCrm.Actors.Grains.Vehicles;
using AutoCrm.Actors.Orders;
using AutoCrm.Actors.Recalls;
using AutoCrm.Actors.Service;
using AutoCrm.Actors.Vehicles;

namespace AutoCrm.Actors.Grains.Commands;

/// <summary>What a vehicle may be asked, beside reservations, and what then happens. Pure: the time comes in.</summary>
internal static class VehicleCommands
{
    private static readonly FrozenDictionary<string, Rule> Rules = new Dictionary<string, Rule>
    {
        ["allocateVehicle"] = For<VehicleAllocated>(DeliveryDecisions.Allocate) with { KnownOnly = true, LivingOnly = true },
        ["deliverVehicle"] = For<VehicleDelivered>(DeliveryDecisions.Deliver) with { KnownOnly = true, LivingOnly = true },
        ["tradeInVehicle"] = For<VehicleTradedIn>(DeliveryDecisions.TradeIn),
        ["holdVehicle"] = For<VehicleHeld>(StockDecisions.Hold) with { KnownOnly = true },
        ["releaseHold"] = For<HoldReleased>(StockDecisions.Release) with { KnownOnly = true },
        ["transferVehicle"] = For<VehicleTransferred>(StockDecisions.Transfer) with { KnownOnly = true },
        ["bookService"] = For<ServiceBooked>(WorkshopDecisions.Book),
        ["checkInVehicle"] = For<VehicleCheckedIn>(WorkshopDecisions.CheckIn),
        ["approveEstimate"] = For<EstimateApproved>(WorkshopDecisions.Approve),
        ["completeWork"] = For<ServiceCompleted>(WorkshopDecisions.Complete),
        ["closeRepairOrder"] = For<RepairOrderClosed>(WorkshopDecisions.Close),
        ["readOdometer"] = For<OdometerRead>((_, _) => null),
        ["openRecall"] = For<RecallOpened>(RecallDecisions.Open),
        ["notifyOwner"] = For<RecallNotified>((ask, e) => RecallDecisions.StillOpen(ask, e.Campaign)),
        ["remedyRecall"] = For<RecallRemedied>(RecallDecisions.Remedy),
        ["resolveVehicleConflict"] = For<ConflictResolved>(StockDecisions.Resolve),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The commands that there is a rule for.</summary>
    public static IEnumerable<string> Names => Rules.Keys;

    public static Verdict Decide(string vin, Vehicle? vehicle, Customer? customer, EventCommand command, DateTimeOffset now)
    {
        var rule = Rules[command.Name];
        var ask = new VehicleAsk(vehicle ?? new Vehicle { Vin = vin }, vehicle is not null, customer, command, now);
        var rejection = Standing(ask, rule)
            ?? (command.Other is null ? null : CustomerCommands.Standing(customer, command, rule.LivingOnly))
            ?? rule.Decide(ask, command.Payload)
            ?? Contradictions.Of(ask, now);
        return rejection is null ? Verdict.Accept(DecidedEvent.Of(command.Payload, customer: command.Other)) : new Verdict(rejection, []);
    }

    private static Rejection? Standing(VehicleAsk ask, Rule rule) =>
        Refusal.When(
            Vin.StatusOf(ask.Vehicle.Vin) == VinStatus.CheckDigitWrong,
            VehicleRejections.CheckDigitWrong, "The check digit of the VIN is wrong.", "vin")
        ?? Refusal.When(
            rule.KnownOnly && !ask.IsKnown, VehicleRejections.UnknownVehicle, "Nothing is known about this vehicle.", "vin");

    private static Rule For<T>(Func<VehicleAsk, T, Rejection?> decide)
        where T : EventPayload => new((ask, payload) => decide(ask, (T)payload));

    private sealed record Rule(Func<VehicleAsk, EventPayload, Rejection?> Decide)
    {
        /// <summary>Whether something must be known about the vehicle.</summary>
        public bool KnownOnly { get; init; }

        /// <summary>Whether it is refused where the customer that it names is dead.</summary>
        public bool LivingOnly { get; init; }
    }
}
