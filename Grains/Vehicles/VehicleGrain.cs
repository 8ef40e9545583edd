using System.Runtime.InteropServices;
using AutoCrm.Actors.Commands;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Grains.Commands;
using AutoCrm.Actors.Grains.Events;
using AutoCrm.Actors.Vehicles;

namespace AutoCrm.Actors.Grains.Vehicles;

/// <summary>A vehicle's row in the read model.</summary>
internal sealed record VehicleRow(
    string Key,
    long Revision,
    string? Make,
    string? Model,
    int? ModelYear,
    decimal? OdometerKm,
    int Sales,
    int Conflicts,
    string[] Dealerships,
    DateTimeOffset LastEventAt,
    string? Commercial,
    string? Holder,
    DateTimeOffset? NextDueAt) : IReadModelRow
{
    public static VehicleRow Of(Vehicle vehicle, long revision) => new(
        vehicle.Vin,
        revision,
        vehicle.Make?.Value,
        vehicle.Model?.Value,
        vehicle.ModelYear?.Value,
        vehicle.Odometer?.Km,
        vehicle.Sales.Length,
        vehicle.OpenConflicts(),
        ImmutableCollectionsMarshal.AsArray(vehicle.Dealerships)!,
        vehicle.LastEvent?.At ?? DateTimeOffset.UnixEpoch,
        NameOf(VehicleTrade.StateOf(vehicle, DateTimeOffset.MinValue)),
        vehicle.Stock?.Holder?.Value,
        VehicleDue.NextOf(vehicle));

    private static string? NameOf(CommercialState? state) => state switch
    {
        null => null,
        CommercialState.NotReleased => nameof(CommercialState.NotReleased),
        CommercialState.Available => nameof(CommercialState.Available),
        CommercialState.Held => nameof(CommercialState.Held),
        CommercialState.Reserved => nameof(CommercialState.Reserved),
        CommercialState.Sold => nameof(CommercialState.Sold),
        CommercialState.Delivered => nameof(CommercialState.Delivered),
        _ => nameof(CommercialState.Reported),
    };
}

[GrainType("vehicle"), OwnerPlacement]
internal sealed class VehicleGrain(EntityServices services, IReadModelWriter<VehicleRow> rows)
    : EntityGrain<Vehicle, VehicleRow>(services, rows), IVehicleGrain
{
    private Vehicle? untold;

    protected override int FoldVersion => VehicleFold.Version;

    public Task<Live<Vehicle>?> Get(PositionToken? atLeast) => Read(atLeast);

    public Task<Outcome<Vehicle>> Reserve(ReserveVehicle command) =>
        Decide(command, EventJson.Default.ReserveVehicle, (vehicle, now) => VehicleDecisions.Decide(vehicle, command, now));

    public Task<Outcome<Vehicle>> Release(ReleaseReservation command) =>
        Decide(command, EventJson.Default.ReleaseReservation, (vehicle, now) => VehicleDecisions.Decide(vehicle, command, now));

    public Task<Outcome<Vehicle>> Do(EventCommand command)
    {
        var customer = command.Other is { } id ? new CustomerPartner(id, GrainFactory) : null;
        return Decide(command, customer, (vehicle, now) => VehicleCommands.Decide(
            Id, vehicle, customer?.State, command, now));
    }

    protected override EventStamp? LastOf(Vehicle current) => current.LastEvent;

    protected override Vehicle Unborn(string id) => new() { Vin = id };

    protected override Vehicle Apply(Vehicle current, LoggedEvent happened) => VehicleFold.Apply(current, happened);

    protected override Vehicle PutOff(Vehicle current) => VehicleConflicts.PutOff(current);

    protected override Vehicle Settle(Vehicle current) => VehicleConflicts.Settle(current);

    protected override VehicleRow Project(Vehicle current, long atRevision) => VehicleRow.Of(current, atRevision);

    protected override Announced? AnnouncedIn(Vehicle current) => current.Announced;

    protected override IReadOnlyList<DueEvent> News(Vehicle current)
    {
        IReadOnlyList<DueEvent> news = untold is { } before && VehicleNews.IsAlike(before, current) ? [] : VehicleNews.Of(current);
        untold = news.Count == 0 ? current : null;
        return news;
    }

    protected override DateTimeOffset? NextDue(Vehicle current) => VehicleDue.NextOf(current);

    protected override IEnumerable<DueEvent> Due(Vehicle current, DateTimeOffset now) => VehicleDue.Due(current, now);
}
