using AutoCrm.Actors.Events;
using AutoCrm.Actors.Grains.Vehicles;
using AutoCrm.Actors.Vehicles;
using Xunit;

namespace AutoCrm.Actors.Grains.Tests.Vehicles;

/// <summary>Vehicles of which something was reported, day by day.</summary>
internal static class AVehicle
{
    public static Vehicle Of(params LoggedEvent[] events) => events.Aggregate(new Vehicle { Vin = "VIN" }, VehicleFold.Apply);

    /// <summary>The same, folded backwards too: what it comes to must not depend on it.</summary>
    public static Vehicle Given(params LoggedEvent[] events)
    {
        var vehicle = Of(events);
        var backwards = Of([.. events.Reverse()]);
        Assert.Equal(vehicle.Conflicts.Select(c => (c.Kind, c.Message)), backwards.Conflicts.Select(c => (c.Kind, c.Message)));
        return backwards;
    }

    public static LoggedEvent On(int day, EventPayload payload, string? dealership = "D07", string? customer = "C1") =>
        Happenings.On(Day(day).ToString("O"), payload, dealership: dealership, customer: customer);

    /// <summary>A day counted from new year 2026.</summary>
    public static DateTimeOffset Day(int day) => new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero).AddDays(day);

    public static Distance Km(decimal km) => new(km, "km");

    public static string[] Kinds(this Vehicle vehicle) => [.. vehicle.Conflicts.Select(conflict => conflict.Kind)];

    public static void IsConflict(this Vehicle vehicle, string kind, params LoggedEvent[] between)
    {
        var conflict = Assert.Single(vehicle.Conflicts);
        Assert.Equal(kind, conflict.Kind);
        Assert.Equal(between.Select(e => e.Stamp), conflict.Events);
        Assert.Equal(between.Max(e => e.Stamp.At), conflict.At);
    }
}
