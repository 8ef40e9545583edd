using System.Collections.Immutable;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Orders;
using AutoCrm.Actors.Vehicles;

namespace AutoCrm.Actors.Customers;

/// <summary>A vehicle that a customer has or had, with what was reported about that.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.customer-vehicle")]
public sealed record CustomerVehicle
{
    /// <summary>The most reports that are kept of one vehicle: the latest by occurrence.</summary>
    public const int MaxMarks = 50;

    /// <summary>The VIN, in upper case.</summary>
    [Id(0)] public string Vin { get; init; } = string.Empty;

    /// <summary>What was reported, in order of occurrence.</summary>
    [Id(1)] public ImmutableArray<OwnershipMark> Marks { get; init; } = [];
}

/// <summary>One report that a customer got a vehicle, or has it no longer.</summary>
/// <param name="By">The event that reported it.</param>
/// <param name="Kind">What was reported.</param>
/// <param name="Role">The role; for an end null means every one.</param>
/// <param name="At">Since when, or until when.</param>
/// <param name="Dealership">Who reported it.</param>
/// <param name="OrderId">The order that a delivery fulfils, by the dealership's number.</param>
[GenerateSerializer, Immutable, Alias("autocrm.ownership-mark")]
public sealed record OwnershipMark(
    [property: Id(0)] EventStamp By,
    [property: Id(1)] OwnershipMarkKind Kind,
    [property: Id(2)] OwnershipRole? Role,
    [property: Id(3)] DateTimeOffset At,
    [property: Id(4)] string? Dealership,
    [property: Id(5)] string? OrderId)
{
    /// <summary>Whether the customer has the vehicle from then on.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool Begins => Kind is OwnershipMarkKind.Delivered or OwnershipMarkKind.Registered;

    /// <summary>The event that reported it.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public EventReference Reference => Kind switch
    {
        OwnershipMarkKind.Delivered => EventReference.To<VehicleDelivered>(By, Dealership),
        OwnershipMarkKind.Registered => EventReference.To<OwnershipRegistered>(By, Dealership),
        OwnershipMarkKind.TradedIn => EventReference.To<VehicleTradedIn>(By, Dealership),
        _ => EventReference.To<OwnershipEnded>(By, Dealership),
    };
}

/// <summary>What can be reported of a customer's vehicle.</summary>
[GenerateSerializer, Alias("autocrm.ownership-mark-kind")]
public enum OwnershipMarkKind
{
    /// <summary>It was handed over.</summary>
    Delivered = 0,

    /// <summary>The customer has it in some role.</summary>
    Registered = 1,

    /// <summary>The customer has it no longer in some role, or in any.</summary>
    Ended = 2,

    /// <summary>The customer gave it back to a dealership.</summary>
    TradedIn = 3,
}

/// <summary>One time during which a customer has or had a vehicle in a role.</summary>
/// <param name="Vin">The vehicle.</param>
/// <param name="Role">The role.</param>
/// <param name="From">Since when.</param>
/// <param name="Until">Until when; null while it lasts.</param>
[GenerateSerializer, Immutable, Alias("autocrm.vehicle-period")]
public sealed record VehiclePeriod(
    [property: Id(0)] string Vin,
    [property: Id(1)] OwnershipRole Role,
    [property: Id(2)] DateTimeOffset From,
    [property: Id(3)] DateTimeOffset? Until);

/// <summary>Which vehicles a customer has or had, and when. Pure.</summary>
public static class VehiclePeriods
{
    private static readonly OwnershipRole[] Roles = Enum.GetValues<OwnershipRole>();

    /// <summary>The periods, in order of VIN, role and time. A delivery that was undone makes none.</summary>
    /// <param name="customer">The customer.</param>
    /// <returns>The periods.</returns>
    public static ImmutableArray<VehiclePeriod> Periods(this Customer customer)
    {
        ArgumentNullException.ThrowIfNull(customer);
        var periods = ImmutableArray.CreateBuilder<VehiclePeriod>();
        foreach (var vehicle in customer.Vehicles)
        {
            foreach (var role in Roles)
            {
                AddPeriods(periods, customer, vehicle, role);
            }
        }

        return periods.ToImmutable();
    }

    /// <summary>Whether a report of a handover was taken back later.</summary>
    /// <param name="customer">The customer.</param>
    /// <param name="by">The report of the handover.</param>
    /// <param name="orderId">Its order.</param>
    /// <param name="vin">Its vehicle.</param>
    /// <param name="dealership">Its dealership.</param>
    /// <returns>The report that undid it; null if none did.</returns>
    public static DeliveryReport? UndoneBy(this Customer customer, EventStamp by, string? orderId, string? vin, string? dealership)
    {
        ArgumentNullException.ThrowIfNull(customer);
        foreach (var report in customer.DeliveryReports)
        {
            if (report.Kind == DeliveryReportKind.Reversed && report.By.CompareTo(by) > 0 && report.IsAbout(orderId, vin, dealership))
            {
                return report;
            }
        }

        return null;
    }

    // A beginning counts while no period of the role lasts: the registration of a vehicle that was handed over adds none.
    private static void AddPeriods(
        ImmutableArray<VehiclePeriod>.Builder periods, Customer customer, CustomerVehicle vehicle, OwnershipRole role)
    {
        DateTimeOffset? from = null;
        foreach (var mark in vehicle.Marks)
        {
            if (mark.Begins)
            {
                from ??= mark.Role == role && !IsUndone(customer, vehicle, mark) ? mark.At : null;
            }
            else if (from is { } began && (mark.Role == role || (mark.Role is null && IsHolder(mark, role))))
            {
                periods.Add(new VehiclePeriod(vehicle.Vin, role, began, mark.At < began ? began : mark.At));
                from = null;
            }
        }

        if (from is { } lasting)
        {
            periods.Add(new VehiclePeriod(vehicle.Vin, role, lasting, null));
        }
    }

    private static bool IsUndone(Customer customer, CustomerVehicle vehicle, OwnershipMark mark) =>
        mark.Kind == OwnershipMarkKind.Delivered && customer.UndoneBy(mark.By, mark.OrderId, vehicle.Vin, mark.Dealership) is not null;

    // Who gives a vehicle back was its owner or lessee; that somebody drives it for them ends with it.
    private static bool IsHolder(OwnershipMark mark, OwnershipRole role) =>
        mark.Kind == OwnershipMarkKind.Ended || role != OwnershipRole.Custodian;
}
