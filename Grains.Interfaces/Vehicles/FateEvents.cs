using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Vehicles;

/// <summary>A vehicle was damaged before it was sold.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.vehicle.damaged.v1"), About(Whom.Vehicle)]
public sealed record VehicleDamaged : EventPayload
{
    /// <summary>What was damaged, without personal data.</summary>
    [Id(0), AtMost(500)] public string? Description { get; init; }

    /// <summary>Where it happened, for example a port.</summary>
    [Id(1), AtMost(200)] public string? Place { get; init; }

    /// <summary>What the repair is going to cost.</summary>
    [Id(2)] public Money? Estimate { get; init; }
}

/// <summary>The damage of a vehicle was repaired.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.vehicle.repaired.v1"), About(Whom.Vehicle)]
public sealed record VehicleRepaired : EventPayload
{
    /// <summary>What was done, without personal data.</summary>
    [Id(0), AtMost(500)] public string? Description { get; init; }

    /// <summary>What it cost.</summary>
    [Id(1)] public Money? Cost { get; init; }
}

/// <summary>A vehicle left the country for good.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.vehicle.exported.v1"), About(Whom.Vehicle)]
public sealed record VehicleExported : EventPayload
{
    /// <summary>The country that it went to, ISO 3166-1.</summary>
    [Id(0), MatchesShape(TextShape.Country)] public string? Country { get; init; }
}

/// <summary>A vehicle was scrapped.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.vehicle.scrapped.v1"), About(Whom.Vehicle)]
public sealed record VehicleScrapped : EventPayload
{
    /// <summary>Why, without personal data.</summary>
    [Id(0), AtMost(200)] public string? Reason { get; init; }
}

/// <summary>A vehicle is beyond repair: a total loss.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.vehicle.written-off.v1"), About(Whom.Vehicle)]
public sealed record VehicleWrittenOff : EventPayload
{
    /// <summary>Why, without personal data.</summary>
    [Id(0), AtMost(200)] public string? Reason { get; init; }
}

/// <summary>A vehicle was stolen.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.vehicle.stolen.v1"), About(Whom.Vehicle)]
public sealed record VehicleStolen : EventPayload
{
    /// <summary>Where.</summary>
    [Id(0), AtMost(200), Personal] public string? Place { get; init; }
}

/// <summary>A vehicle that was stolen was found again.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.vehicle.recovered.v1"), About(Whom.Vehicle)]
public sealed record VehicleRecovered : EventPayload
{
    /// <summary>Where.</summary>
    [Id(0), AtMost(200), Personal] public string? Place { get; init; }

    /// <summary>The odometer when it was found.</summary>
    [Id(1)] public Distance? Odometer { get; init; }
}
