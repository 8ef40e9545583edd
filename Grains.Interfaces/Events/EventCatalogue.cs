using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace AutoCrm.Actors.Events;

/// <summary>The event types that the product knows: the one place where a type's name meets its payload.</summary>
public static class EventCatalogue
{
    private static readonly FrozenDictionary<string, EventDefinition> Definitions = new[]
    {
        Define("autocrm.vehicle.auctioned.v1", EventJson.Default.VehicleAuctioned),
        Define("autocrm.vehicle.delivered.v1", EventJson.Default.VehicleDelivered),
        Define("autocrm.vehicle.odometer-read.v1", EventJson.Default.OdometerRead),
        Define("autocrm.vehicle.reserved.v1", EventJson.Default.VehicleReserved),
        Define("autocrm.vehicle.reservation-released.v1", EventJson.Default.ReservationReleased),
        Define("autocrm.customer.registered.v1", EventJson.Default.CustomerRegistered),
        Define("autocrm.order.placed.v1", EventJson.Default.OrderPlaced),
        Define("autocrm.service.completed.v1", EventJson.Default.ServiceCompleted),
    }.ToFrozenDictionary(definition => definition.Type, StringComparer.Ordinal);

    /// <summary>Every known type.</summary>
    public static IReadOnlyCollection<EventDefinition> All => Definitions.Values;

    /// <summary>Finds a type.</summary>
    /// <param name="type">The CloudEvents type.</param>
    /// <returns>Its definition, or null for a type that the catalogue does not know.</returns>
    public static EventDefinition? Find(string type) => Definitions.GetValueOrDefault(type);

    /// <summary>Reads the payload of an event from the log. Never throws on content.</summary>
    /// <param name="type">The event type.</param>
    /// <param name="data">The <c>data</c> member as UTF-8 JSON.</param>
    /// <returns>The payload; <see cref="UnknownPayload"/> or <see cref="UnreadablePayload"/> where it cannot be typed.</returns>
    public static EventPayload Read(string type, ReadOnlySpan<byte> data)
    {
        if (Find(type) is not { } definition)
        {
            return UnknownPayload.Instance;
        }

        try
        {
            return definition.Read(data);
        }
        catch (JsonException unreadable)
        {
            return new UnreadablePayload($"The payload cannot be read at {unreadable.Path ?? "$"}.");
        }
    }

    private static EventDefinition Define<T>(string type, JsonTypeInfo<T> json)
        where T : EventPayload =>
        new(type, PayloadSchema.Of(typeof(T)), data => JsonSerializer.Deserialize(data, json)
            ?? throw new JsonException("The payload is null."));
}

/// <summary>A known event type.</summary>
public sealed class EventDefinition
{
    private readonly PayloadReader reader;

    internal EventDefinition(string type, PayloadSchema schema, PayloadReader reader)
    {
        Type = type;
        Schema = schema;
        this.reader = reader;
    }

    internal delegate EventPayload PayloadReader(ReadOnlySpan<byte> data);

    /// <summary>The CloudEvents type.</summary>
    public string Type { get; }

    /// <summary>What its payload must look like.</summary>
    public PayloadSchema Schema { get; }

    /// <summary>Reads a payload.</summary>
    /// <param name="data">UTF-8 JSON.</param>
    /// <returns>The payload.</returns>
    /// <exception cref="JsonException">The JSON does not fit the type.</exception>
    public EventPayload Read(ReadOnlySpan<byte> data) => reader(data);
}
