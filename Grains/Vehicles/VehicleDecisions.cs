using AutoCrm.Actors.Commands;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Vehicles;

namespace AutoCrm.Actors.Grains.Vehicles;

/// <summary>What a vehicle may be asked, and what then happens. Pure: the time comes in.</summary>
internal static class VehicleDecisions
{
    public static Verdict Decide(Vehicle? vehicle, ReserveVehicle command, DateTimeOffset now)
    {
        if (vehicle is null)
        {
            return Verdict.Reject(VehicleRejections.UnknownVehicle, "Nothing is known about this vehicle.", "vin");
        }

        if (Vin.StatusOf(vehicle.Vin) == VinStatus.CheckDigitWrong)
        {
            return Verdict.Reject(VehicleRejections.CheckDigitWrong, "The check digit of the VIN is wrong.", "vin");
        }

        if (command.Until <= now || command.Until > now + ReserveVehicle.Longest)
        {
            return Verdict.Reject(
                VehicleRejections.BadUntil, $"A reservation ends in the future, at most {ReserveVehicle.Longest.Days} days away.", "until");
        }

        if (VehicleTrade.StateOf(vehicle, now) is CommercialState.Delivered or CommercialState.Reported)
        {
            return Verdict.Reject(VehicleRejections.AlreadyDelivered, "The vehicle has been delivered to a customer.", "vin");
        }

        var back = VehicleTrade.LastBack(vehicle);
        if (vehicle.Stock?.Orders.Any(order => VehicleTrade.IsOpen(vehicle, order, back)
            && !(order.Dealership == command.Dealership && order.Id == command.Order)) == true)
        {
            return Verdict.Reject(CommandRejections.VehicleAllocated, "The vehicle is set aside for an order.", "vin");
        }

        if (vehicle.Reservations.Any(reservation => reservation.IsOpen(now)))
        {
            return Verdict.Reject(VehicleRejections.AlreadyReserved, "The vehicle is reserved.", "vin");
        }

        var reserved = new VehicleReserved { Reservation = IdOf(command), Until = command.Until, Order = command.Order };
        return Verdict.Accept(DecidedEvent.Of(
            "autocrm.vehicle.reserved.v1", reserved, EventJson.Default.VehicleReserved, command.Customer));
    }

    public static Verdict Decide(Vehicle? vehicle, ReleaseReservation command, DateTimeOffset now)
    {
        var asked = vehicle?.Reservations.FirstOrDefault(
            reservation => reservation.Id == command.Reservation && reservation.Dealership == command.Dealership);
        if (asked is not { Reserved: { } reserved })
        {
            return Verdict.Reject(
                VehicleRejections.UnknownReservation, "The dealership has no such reservation of the vehicle.", "reservation");
        }

        if (!asked.IsOpen(now))
        {
            return Verdict.Reject(VehicleRejections.ReservationEnded, "The reservation has ended already.", "reservation");
        }

        var released = new ReservationReleased { Reservation = command.Reservation, Reason = command.Reason };
        return Verdict.Accept(DecidedEvent.Of(
            "autocrm.vehicle.reservation-released.v1", released, EventJson.Default.ReservationReleased, reserved.Value.Customer));
    }

    // Known to the client before the answer arrives, and the same however often it asks.
    private static string IdOf(ReserveVehicle command) => StableId.Of($"{command.Dealership}\n{command.MutationId}")[..16];
}
