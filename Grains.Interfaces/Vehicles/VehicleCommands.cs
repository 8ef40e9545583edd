namespace AutoCrm.Actors.Vehicles;

/// <summary>Asks a vehicle to be kept for a customer of a dealership.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.vehicle.reserve")]
public sealed record ReserveVehicle : ActorCommand
{
    /// <summary>The longest time for which a vehicle can be reserved.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(90);

    /// <summary>The customer's id.</summary>
    [Id(0)] public required string Customer { get; init; }

    /// <summary>When the reservation ends by itself: in the future, at most <see cref="Longest"/> away.</summary>
    [Id(1)] public required DateTimeOffset Until { get; init; }

    /// <summary>The order that it is for, by the dealership's number.</summary>
    [Id(2)] public string? Order { get; init; }
}

/// <summary>Asks a vehicle to be kept no longer.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.vehicle.release-reservation")]
public sealed record ReleaseReservation : ActorCommand
{
    /// <summary>The reservation's id, of the same dealership.</summary>
    [Id(0)] public required string Reservation { get; init; }

    /// <summary>Why.</summary>
    [Id(1)] public string? Reason { get; init; }
}

/// <summary>Why a vehicle refuses a command.</summary>
public static class VehicleRejections
{
    /// <summary>Nothing is known about the vehicle.</summary>
    public const string UnknownVehicle = "unknown-vehicle";

    /// <summary>The check digit is wrong where it is mandatory: it is another car, or none.</summary>
    public const string CheckDigitWrong = "vin-check-digit";

    /// <summary>The vehicle has been delivered to a customer.</summary>
    public const string AlreadyDelivered = "already-delivered";

    /// <summary>Somebody has the vehicle reserved.</summary>
    public const string AlreadyReserved = "already-reserved";

    /// <summary>The end is not in the future, or too far away.</summary>
    public const string BadUntil = "bad-until";

    /// <summary>The dealership has no such reservation of the vehicle.</summary>
    public const string UnknownReservation = "unknown-reservation";

    /// <summary>The reservation has been released, or has ended.</summary>
    public const string ReservationEnded = "reservation-ended";
}
