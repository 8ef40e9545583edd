using AutoCrm.Actors.Cases;
using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Leads;
using AutoCrm.Actors.Orders;
using AutoCrm.Actors.Service;
using AutoCrm.Actors.Vehicles;

namespace AutoCrm.Actors.Grains.Vehicles;

/// <summary>
/// How an event changes a vehicle. Pure: no clock, no I/O, never throws; passes by what it does not know. Each region
/// has a fold of its own, which answers null to what does not concern it.
/// </summary>
internal static class VehicleFold
{
    /// <summary>Raise it when the same events give another state: older snapshots are then rebuilt.</summary>
    public const int Version = 4;

    public static Vehicle Apply(Vehicle state, LoggedEvent happened) => happened.Payload switch
    {
        UnknownPayload or UnreadablePayload => state,
        ServiceDue or WarrantyEnding or ConflictResolved => OfSystem(state, happened),
        VehicleStateChanged or ConflictDetected => Told(state, happened),
        OrderOverdue or CustomerAliasAdded or CustomerAliasRemoved => state,
        _ => OfWorld(Seen(state, happened), happened),
    };

    // The most frequent ones first.
    private static Vehicle OfWorld(Vehicle seen, LoggedEvent happened) => happened.Payload switch
    {
        OdometerRead e => Read(seen, e.Odometer, happened, e.Meter),
        ServiceCompleted e => Read(VisitFold.Completed(seen, e, happened), e.Odometer, happened),
        VehicleDelivered e => Read(SaleFold.Delivered(Described(seen, happened.Stamp, e.Make, e.Model, e.Trim, e.ModelYear, e.Color), e, happened), e.Odometer, happened),
        VehicleAuctioned e => Read(SaleFold.Auctioned(Described(seen, happened.Stamp, e.Make, e.Model, e.Trim, e.ModelYear, e.Color), e, happened), e.Odometer, happened),
        VehicleReserved or ReservationReleased or ReservationExpired => ReservationFold.Apply(seen, happened),
        TestDriveCompleted e => Read(seen, e.Odometer, happened),
        CustomerRegistered or InteractionLogged or LeadReceived or QuoteIssued or CaseOpened => seen,
        _ => VisitFold.Apply(seen, happened)
            ?? SaleFold.Apply(seen, happened)
            ?? StockFold.Apply(seen, happened)
            ?? SupplyFold.Apply(seen, happened)
            ?? OwnershipFold.Apply(seen, happened)
            ?? WarrantyFold.Apply(seen, happened)
            ?? RecallFold.Apply(seen, happened)
            ?? EndFold.Apply(seen, happened)
            ?? seen,
    };

    // What the system says of itself is no report: nobody has seen the vehicle.
    private static Vehicle OfSystem(Vehicle state, LoggedEvent happened) => happened.Payload switch
    {
        ServiceDue => VisitFold.Told(state, happened.Stamp),
        WarrantyEnding e => WarrantyFold.Told(state, e, happened.Stamp),
        ConflictResolved e => Told(
            happened.Stamp.Source == EventSources.Derived ? state : ResolutionFold.Resolved(state, e, happened.Stamp), happened),
        _ => state,
    };

    private static Vehicle Told(Vehicle state, LoggedEvent happened) =>
        state with { Announced = AnnouncedFold.Apply(state.Announced, happened) };

    private static Vehicle Seen(Vehicle state, LoggedEvent happened) => state with
    {
        LastEvent = History.Later(state.LastEvent, happened.Stamp),
        Dealerships = History.Add(state.Dealerships, happened.Dealership),
    };

    /// <summary>What an event says about the kind of vehicle.</summary>
    public static Vehicle Described(
        Vehicle state, EventStamp by, string? make, string? model, string? trim, int? modelYear, string? color) =>
        make is null && model is null && trim is null && modelYear is null && color is null ? state : state with
        {
            Make = History.Latest(state.Make, make, by),
            Model = History.Latest(state.Model, model, by),
            Trim = History.Latest(state.Trim, trim, by),
            ModelYear = History.Latest(state.ModelYear, modelYear, by),
            Color = History.Latest(state.Color, color, by),
        };

    /// <summary>What an event says about the odometer.</summary>
    public static Vehicle Read(Vehicle state, Distance? reading, LoggedEvent happened, OdometerMeter? meter = null)
    {
        if (reading is null)
        {
            return state;
        }

        var readings = History.Add(
            state.Readings, new OdometerReading(happened.Stamp, reading, happened.Dealership, meter), r => r.By, Vehicle.MaxHistory);
        return readings == state.Readings ? state : VehicleConflicts.JudgeReading(state, state with { Readings = readings });
    }
}
