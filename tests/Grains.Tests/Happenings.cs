using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Grains.Tests;

/// <summary>Builds logged events for folds.</summary>
internal static class Happenings
{
    private static long nextOffset;

    public static LoggedEvent On(
        string time, EventPayload payload, string? id = null, string? dealership = "D07", string? vin = "VIN", string? customer = "C1")
    {
        var offset = Interlocked.Increment(ref nextOffset);
        return new LoggedEvent
        {
            Position = new Position(0, offset),
            Stamp = new EventStamp(DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture), id ?? $"e{offset}", "/tests"),
            Type = "test",
            Dealership = dealership,
            Vin = vin,
            Customer = customer,
            Payload = payload,
        };
    }

    /// <summary>A derived event as it stands in the log.</summary>
    public static LoggedEvent Logged(NewEvent derived) => new()
    {
        Position = new Position(0, 1),
        Stamp = new EventStamp(derived.Time, derived.Id, derived.Source),
        Type = derived.Type,
        Dealership = derived.Dealership,
        Customer = derived.Customer,
        Vin = derived.Vin,
        Payload = EventCatalogue.Read(derived.Type, derived.Data),
    };
}
