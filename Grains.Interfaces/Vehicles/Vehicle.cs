using System.Collections.Immutable;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Orders;
using AutoCrm.Actors.Service;

namespace AutoCrm.Actors.Vehicles;

/// <summary>A vehicle's live state: the fold of every event about its VIN.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.vehicle")]
public sealed record Vehicle
{
    /// <summary>The most sales, readings or service visits that the state holds: the latest by occurrence.</summary>
    public const int MaxHistory = 1000;

    /// <summary>The most conflicts that the state holds: the latest.</summary>
    public const int MaxConflicts = 200;

    /// <summary>The most recalls, or decisions about conflicts, that the state holds.</summary>
    public const int MaxNamed = 100;

    /// <summary>The VIN, in upper case.</summary>
    [Id(0)] public required string Vin { get; init; }

    /// <summary>The make, by the latest event that names one.</summary>
    [Id(1)] public Stamped<string>? Make { get; init; }

    /// <summary>The model, by the latest event that names one.</summary>
    [Id(2)] public Stamped<string>? Model { get; init; }

    /// <summary>The trim level, by the latest event that names one.</summary>
    [Id(3)] public Stamped<string>? Trim { get; init; }

    /// <summary>The model year, by the latest event that names one.</summary>
    [Id(4)] public Stamped<int>? ModelYear { get; init; }

    /// <summary>The exterior colour, by the latest event that names one.</summary>
    [Id(5)] public Stamped<string>? Color { get; init; }

    /// <summary>The odometer: the latest plausible reading, or null where there is none.</summary>
    [Id(6)] public Odometer? Odometer { get; init; }

    /// <summary>Every reading, plausible or not, in order of occurrence.</summary>
    [Id(7)] public ImmutableArray<OdometerReading> Readings { get; init; } = [];

    /// <summary>Sales of every kind, in order of occurrence.</summary>
    [Id(8)] public ImmutableArray<VehicleSale> Sales { get; init; } = [];

    /// <summary>Completed workshop visits, in order of occurrence.</summary>
    [Id(9)] public ImmutableArray<ServiceVisit> ServiceVisits { get; init; } = [];

    /// <summary>Contradictions, in order of occurrence.</summary>
    [Id(10)] public ImmutableArray<Conflict> Conflicts { get; init; } = [];

    /// <summary>The dealerships that reported about it, ascending by code.</summary>
    [Id(11)] public ImmutableArray<string> Dealerships { get; init; } = [];

    /// <summary>The latest event about it, by occurrence.</summary>
    [Id(12)] public EventStamp? LastEvent { get; init; }

    /// <summary>Reservations, open or ended, ascending by dealership and id.</summary>
    [Id(13)] public ImmutableArray<Reservation> Reservations { get; init; } = [];

    /// <summary>From the plan to the dealership's yard; null where nothing is known of it.</summary>
    [Id(14)] public VehicleSupply? Supply { get; init; }

    /// <summary>What dealerships did with it to sell it; null where nothing is known of it.</summary>
    [Id(15)] public VehicleStock? Stock { get; init; }

    /// <summary>Who registered it as theirs; null where nobody did. <see cref="OwnershipPeriods"/> has the whole of it.</summary>
    [Id(16)] public VehicleOwnership? Ownership { get; init; }

    /// <summary>Workshop and maintenance; null where nothing but completed visits is known.</summary>
    [Id(17)] public VehicleCare? Care { get; init; }

    /// <summary>The recall campaigns that concern it, ascending by number.</summary>
    [Id(18)] public ImmutableArray<VehicleRecall> Recalls { get; init; } = [];

    /// <summary>Warranties and claims; null where there is none.</summary>
    [Id(19)] public VehicleWarranty? Warranty { get; init; }

    /// <summary>Whether it still exists; null where nothing speaks against it.</summary>
    [Id(20)] public VehicleEnd? End { get; init; }

    /// <summary>What people decided about conflicts, the latest for each, ascending by the conflict's id.</summary>
    [Id(21)] public ImmutableArray<Stamped<ConflictResolved>> Resolutions { get; init; } = [];

    /// <summary>What the actor has told of its states and conflicts; null if nothing was.</summary>
    [Id(22)] public Announced? Announced { get; init; }

    /// <summary>What has still to be judged while many events are folded; nothing in any state that is given out.</summary>
    [field: NonSerialized]
    internal Unjudged Unjudged { get; init; }

    /// <summary>How many conflicts nobody has decided.</summary>
    /// <returns>The number, from 0.</returns>
    public int OpenConflicts()
    {
        var open = Conflicts.Length;
        for (var n = 0; !Resolutions.IsEmpty && n < Conflicts.Length; n++)
        {
            open -= ResolutionOf(Conflicts[n]) is null ? 0 : 1;
        }

        return open;
    }

    /// <summary>What was decided about a conflict.</summary>
    /// <param name="conflict">One of <see cref="Conflicts"/>.</param>
    /// <returns>The latest decision, or null if there is none.</returns>
    public Stamped<ConflictResolved>? ResolutionOf(Conflict conflict)
    {
        ArgumentNullException.ThrowIfNull(conflict);
        if (Resolutions.IsEmpty)
        {
            return null;
        }

        var id = conflict.Id;
        foreach (var resolution in Resolutions)
        {
            if (resolution.Value.Conflict == id)
            {
                return resolution;
            }
        }

        return null;
    }
}

/// <summary>What of a vehicle is judged only when all of many events are folded.</summary>
[Flags]
internal enum Unjudged
{
    /// <summary>Each event is judged at once.</summary>
    Nothing = 0,

    /// <summary>What has to be judged from the whole history waits; so far nothing does.</summary>
    PutOff = 1,

    /// <summary>The odometer waits.</summary>
    Odometer = 2,

    /// <summary>Reservations wait.</summary>
    Reservations = 4,

    /// <summary>Sales, orders, owners, recalls and the end wait.</summary>
    Trade = 8,
}

/// <summary>One reservation of a vehicle; its milestones are a set, so they may be reported in any order.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.reservation")]
public sealed record Reservation : INumbered
{
    /// <summary>The reservation's id at the dealership.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>The dealership.</summary>
    [Id(1)] public string? Dealership { get; init; }

    /// <summary>What was reserved for whom, by the latest report; null while only the release is reported.</summary>
    [Id(2)] public Stamped<Reserved>? Reserved { get; init; }

    /// <summary>The latest release; null while it is not released.</summary>
    [Id(3)] public EventStamp? Released { get; init; }

    /// <summary>The latest report that its time has run out; null while there is none.</summary>
    [Id(4)] public EventStamp? Expired { get; init; }

    /// <summary>When it ended or is going to end; null for one without an end.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public DateTimeOffset? End => Instants.Earlier(Instants.Earlier(Released?.At, Expired?.At), Reserved?.Value.Until);

    /// <summary>Whether the vehicle is kept at a time.</summary>
    /// <param name="at">The time.</param>
    /// <returns>True from the reservation on until it is released or ends.</returns>
    public bool IsOpen(DateTimeOffset at) => Reserved is not null && Released is null && Expired is null && (End is not { } end || at < end);
}

/// <summary>What a reservation says.</summary>
/// <param name="Customer">The customer's id, where the report names one.</param>
/// <param name="Until">When it ends by itself.</param>
/// <param name="Order">The order that it is for.</param>
[GenerateSerializer, Immutable, Alias("autocrm.reserved")]
public sealed record Reserved(
    [property: Id(0)] string? Customer,
    [property: Id(1)] DateTimeOffset? Until,
    [property: Id(2)] string? Order);

/// <summary>What the odometer shows.</summary>
/// <param name="Km">Kilometres.</param>
/// <param name="At">When it was read.</param>
/// <param name="Suspect">Whether the reading takes part in a conflict.</param>
/// <param name="Before">Kilometres that the vehicle had gone when this meter began to count; null for 0.</param>
[GenerateSerializer, Immutable, Alias("autocrm.odometer")]
public sealed record Odometer(
    [property: Id(0)] decimal Km,
    [property: Id(1)] DateTimeOffset At,
    [property: Id(2)] bool Suspect,
    [property: Id(3)] decimal? Before = null)
{
    /// <summary>Kilometres that the vehicle has gone, over all its meters.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public decimal TotalKm => Km + (Before ?? 0);
}

/// <summary>One reading of the odometer.</summary>
/// <param name="By">The event that reported it.</param>
/// <param name="Reading">The distance as it was reported.</param>
/// <param name="Dealership">Who reported it.</param>
/// <param name="Meter">What became of the meter; null for nothing.</param>
[GenerateSerializer, Immutable, Alias("autocrm.odometer-reading")]
public sealed record OdometerReading(
    [property: Id(0)] EventStamp By,
    [property: Id(1)] Distance Reading,
    [property: Id(2)] string? Dealership,
    [property: Id(3)] OdometerMeter? Meter = null)
{
    /// <summary>A typist's placeholder for "not read" says nothing about the car; a new meter does begin at 1.</summary>
    /// <returns>Whether it is a reading at all.</returns>
    public bool IsPlausible() => Reading.Value < 999_999 && (Reading.Value != 1 || IsOfNewMeter());

    /// <summary>Whether the meter begins to count anew.</summary>
    /// <returns>True for a meter that was replaced or has rolled over.</returns>
    public bool IsOfNewMeter() => Meter is OdometerMeter.Replaced or OdometerMeter.RolledOver;
}

/// <summary>One sale of a vehicle.</summary>
/// <param name="By">The event that reported it.</param>
/// <param name="Kind"><c>auctioned</c> or <c>delivered</c>.</param>
/// <param name="Price">What was paid.</param>
/// <param name="Seller">The seller's name, at an auction.</param>
/// <param name="Dealership">The dealership that reported it.</param>
/// <param name="Customer">The customer's id, where the report names one.</param>
/// <param name="OrderId">The order that a delivery fulfils, by the dealership's number.</param>
/// <param name="Finance">How the customer pays for what was delivered.</param>
[GenerateSerializer, Immutable, Alias("autocrm.vehicle-sale")]
public sealed record VehicleSale(
    [property: Id(0)] EventStamp By,
    [property: Id(1)] string Kind,
    [property: Id(2)] Money? Price,
    [property: Id(3)] string? Seller,
    [property: Id(4)] string? Dealership,
    [property: Id(5)] string? Customer = null,
    [property: Id(6)] string? OrderId = null,
    [property: Id(7)] FinanceKind? Finance = null)
{
    /// <summary>The kind of a sale at a wholesale auction.</summary>
    public const string Auctioned = "auctioned";

    /// <summary>The kind of a sale to a customer.</summary>
    public const string Delivered = "delivered";
}

/// <summary>One completed visit to a workshop.</summary>
/// <param name="By">The event that reported it.</param>
/// <param name="RepairOrder">The repair order's number at the dealership.</param>
/// <param name="Amount">What it cost altogether.</param>
/// <param name="Lines">The lines of the repair order.</param>
/// <param name="Dealership">The dealership.</param>
/// <param name="Maintenance">Whether the service of the maintenance plan was part of it; null where it was not said.</param>
[GenerateSerializer, Immutable, Alias("autocrm.service-visit")]
public sealed record ServiceVisit(
    [property: Id(0)] EventStamp By,
    [property: Id(1)] string RepairOrder,
    [property: Id(2)] Money? Amount,
    [property: Id(3)] ImmutableArray<ServiceLine> Lines,
    [property: Id(4)] string? Dealership,
    [property: Id(5)] bool? Maintenance = null);

/// <summary>The actor of one vehicle. Key: <c>vehicle:&lt;VIN&gt;</c>.</summary>
[Alias("autocrm.IVehicleGrain")]
public interface IVehicleGrain : IEntityGrain
{
    /// <summary>The live state.</summary>
    /// <param name="atLeast">How fresh it must be: the actor first reads the log up to there. Null: as it is in memory.</param>
    /// <returns>The state, or null if there is no event about the vehicle.</returns>
    [Orleans.Concurrency.AlwaysInterleave, Alias("Get")]
    Task<Live<Vehicle>?> Get(PositionToken? atLeast);

    /// <summary>Keeps the vehicle for a customer.</summary>
    /// <param name="command">For whom and until when.</param>
    /// <returns>The vehicle with the reservation, or why it is refused: a code of <see cref="VehicleRejections"/>.</returns>
    [Alias("Reserve")]
    Task<Outcome<Vehicle>> Reserve(ReserveVehicle command);

    /// <summary>Keeps the vehicle no longer.</summary>
    /// <param name="command">Which reservation.</param>
    /// <returns>The vehicle without it, or why it is refused.</returns>
    [Alias("Release")]
    Task<Outcome<Vehicle>> Release(ReleaseReservation command);

    /// <summary>Decides a command that is carried out by one event.</summary>
    /// <param name="command">The command: one that <see cref="Commands.CommandCatalogue"/> has for vehicles.</param>
    /// <returns>The vehicle after it, or why it is refused: a code of <see cref="Commands.CommandRejections"/> or <see cref="VehicleRejections"/>.</returns>
    [Alias("Do")]
    Task<Outcome<Vehicle>> Do(Commands.EventCommand command);
}
