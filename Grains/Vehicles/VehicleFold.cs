using AutoCrm.Actors.Events;
using AutoCrm.Actors.Orders;
using AutoCrm.Actors.Service;
using AutoCrm.Actors.Vehicles;

namespace AutoCrm.Actors.Grains.Vehicles;

/// <summary>How an event changes a vehicle. Pure: no clock, no I/O, never throws; passes by what it does not know.</summary>
internal static class VehicleFold
{
    /// <summary>Raise it when the same events give another state: older snapshots are then rebuilt.</summary>
    public const int Version = 2;

    public static Vehicle Apply(Vehicle state, LoggedEvent happened)
    {
        var by = happened.Stamp;
        return happened.Payload switch
        {
            VehicleAuctioned e => Seen(state, happened).Described(by, e.Make, e.Model, e.Trim, e.ModelYear, e.Color)
                .Sold(new VehicleSale(by, "auctioned", e.Price, e.Seller, happened.Dealership))
                .Read(e.Odometer, happened),
            VehicleDelivered e => Seen(state, happened).Described(by, e.Make, e.Model, null, e.ModelYear, null)
                .Sold(new VehicleSale(by, "delivered", e.Price, null, happened.Dealership))
                .Read(e.Odometer, happened),
            OdometerRead e => Seen(state, happened).Read(e.Odometer, happened),
            ServiceCompleted e => Seen(state, happened).Serviced(
                new ServiceVisit(by, e.RepairOrder, e.Amount, e.Lines, happened.Dealership))
                .Read(e.Odometer, happened),
            VehicleReserved e => Seen(state, happened).Reserving(
                happened, e.Reservation, r => r with { Reserved = History.Latest(r.Reserved, new Reserved(happened.Customer, e.Until, e.Order), by) }),
            ReservationReleased e => Seen(state, happened).Reserving(
                happened, e.Reservation, r => r with { Released = History.Later(r.Released, by) }),
            _ => state,
        };
    }

    private static Vehicle Seen(Vehicle state, LoggedEvent happened) => state with
    {
        LastEvent = History.Later(state.LastEvent, happened.Stamp),
        Dealerships = History.Add(state.Dealerships, happened.Dealership),
    };

    private static Vehicle Described(
        this Vehicle state, EventStamp by, string? make, string? model, string? trim, int? modelYear, string? color) => state with
        {
            Make = History.Latest(state.Make, make, by),
            Model = History.Latest(state.Model, model, by),
            Trim = History.Latest(state.Trim, trim, by),
            ModelYear = History.Latest(state.ModelYear, modelYear, by),
            Color = History.Latest(state.Color, color, by),
        };

    private static Vehicle Sold(this Vehicle state, VehicleSale sale) => state with
    {
        Sales = History.Add(state.Sales, sale, s => s.By, Vehicle.MaxHistory),
    };

    private static Vehicle Serviced(this Vehicle state, ServiceVisit visit) => state with
    {
        ServiceVisits = History.Add(state.ServiceVisits, visit, v => v.By, Vehicle.MaxHistory),
    };

    private static Vehicle Read(this Vehicle state, Distance? reading, LoggedEvent happened)
    {
        if (reading is null)
        {
            return state;
        }

        var readings = History.Add(
            state.Readings, new OdometerReading(happened.Stamp, reading, happened.Dealership), r => r.By, Vehicle.MaxHistory);
        return OdometerJudgement.Continued(state.Readings, readings) is { } odometer
            ? state with { Readings = readings, Odometer = odometer }
            : Judged(state with { Readings = readings });
    }

    private static Vehicle Reserving(this Vehicle state, LoggedEvent happened, string id, Func<Reservation, Reservation> change) =>
        Judged(state with { Reservations = ReservationFold.With(state.Reservations, happened.Dealership, id, change) });

    private static Vehicle Judged(Vehicle state)
    {
        var (odometer, conflicts) = OdometerJudgement.Of(state.Readings);
        return state with
        {
            Odometer = odometer,
            Conflicts = state.Reservations.IsEmpty
                ? conflicts
                : [.. conflicts.Concat(ReservationFold.Conflicts(state.Reservations)).OrderBy(conflict => conflict.At.UtcTicks)],
        };
    }
}
