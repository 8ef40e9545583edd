using AutoCrm.Actors.Commands;
using AutoCrm.Actors.Grains.Commands;
using AutoCrm.Actors.Vehicles;

namespace AutoCrm.Actors.Grains.Vehicles;

/// <summary>What may be asked about a vehicle in stock. Pure.</summary>
internal static class StockDecisions
{
    public static Rejection? Hold(VehicleAsk ask, VehicleHeld e) => ForSale(ask)
        ?? Refusal.When(IsHeld(ask, e.Reason), CommandRejections.AlreadyHeld, "The vehicle is held for this reason already.", "reason");

    public static Rejection? Release(VehicleAsk ask, HoldReleased e) => InStock(ask)
        ?? Refusal.When(!IsHeld(ask, e.Reason), CommandRejections.NotHeld, "The vehicle is not held for this reason.", "reason");

    public static Rejection? Transfer(VehicleAsk ask, VehicleTransferred e) =>
        Refusal.When(ask.Vehicle.Stock?.Holder is null, CommandRejections.NotInStock, "The vehicle is not in the dealership's stock.", "vin")
        ?? ForSale(ask)
        ?? Refusal.When(e.ToDealership == ask.Dealership, CommandRejections.NothingToDo, "The vehicle is there already.", "toDealership")
        ?? Unclaimed(ask, exceptOrder: null)
        ?? Refusal.When(
            ask.Vehicle.Reservations.Any(reservation => reservation.IsOpen(ask.Now)),
            VehicleRejections.AlreadyReserved, "The vehicle is reserved.", "vin");

    public static Rejection? Resolve(VehicleAsk ask, ConflictResolved e)
    {
        var mayDecide = ask.Command.ByHeadquarters || ask.Vehicle.Dealerships.Contains(ask.Dealership);
        var conflict = ask.Vehicle.Conflicts.FirstOrDefault(conflict => mayDecide && conflict.Id == e.Conflict);
        return conflict is null || ask.Vehicle.ResolutionOf(conflict) is not null
            ? Refusal.Of(CommandRejections.UnknownConflict, "There is no such conflict that nobody has decided.", "conflict")
            : Refusal.When(
                e.Right is { } right && !conflict.Events.Contains(right),
                CommandRejections.UnknownConflict, "The event is none of the conflict.", "right");
    }

    /// <summary>Refuses what is done to sell a vehicle where it is gone, delivered, or another dealership's.</summary>
    public static Rejection? ForSale(VehicleAsk ask) => NotEnded(ask)
        ?? Refusal.When(
            VehicleTrade.StateOf(ask.Vehicle, ask.Now) is CommercialState.Delivered or CommercialState.Reported,
            VehicleRejections.AlreadyDelivered, "The vehicle has been delivered to a customer.", "vin")
        ?? InStock(ask);

    public static Rejection? NotEnded(VehicleAsk ask) => Refusal.When(
        VehicleEnd.StateOf(ask.Vehicle.End) is not (EndState.Active or EndState.Recovered),
        CommandRejections.VehicleEnded, "The vehicle is scrapped, written off, exported or stolen.", "vin");

    public static Rejection? NotHeld(VehicleAsk ask) => Refusal.When(
        ask.Vehicle.Stock?.Holds.Any(hold => hold.IsOpen()) == true, CommandRejections.VehicleHeld, "The vehicle is held back.", "vin");

    /// <summary>Refuses where an order has the vehicle: any but one of the dealership's own.</summary>
    public static Rejection? Unclaimed(VehicleAsk ask, string? exceptOrder)
    {
        var back = VehicleTrade.LastBack(ask.Vehicle);
        return Refusal.When(
            ask.Vehicle.Stock?.Orders.Any(order => !(order.Dealership == ask.Dealership && order.Id == exceptOrder)
                && VehicleTrade.IsOpen(ask.Vehicle, order, back)) == true,
            CommandRejections.VehicleAllocated, "The vehicle is set aside for an order.", "vin");
    }

    public static Rejection? NotKeptForAnother(VehicleAsk ask) => Refusal.When(
        ask.Vehicle.Reservations.Any(reservation => reservation.IsOpen(ask.Now)
            && !(reservation.Dealership == ask.Dealership && reservation.Reserved!.Value.Customer == ask.Command.Other)),
        VehicleRejections.AlreadyReserved, "The vehicle is reserved.", "vin");

    // Before anybody has taken it into stock, a vehicle is the maker's.
    private static Rejection? InStock(VehicleAsk ask) => Refusal.When(
        ask.Vehicle.Stock?.Holder is { } holder && holder.Value != ask.Dealership,
        CommandRejections.NotInStock, "The vehicle is not in the dealership's stock.", "vin");

    private static bool IsHeld(VehicleAsk ask, HoldReason reason) =>
        ask.Vehicle.Stock?.Holds.Any(hold => hold.Reason == reason && hold.IsOpen()) == true;
}
