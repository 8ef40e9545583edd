using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace AutoCrm.Actors.Events;

/// <summary>
/// The event types that the product knows: every record that is marked with <see cref="AboutAttribute"/>. Its alias is
/// the type's name, for ever.
/// </summary>
public static class EventCatalogue
{
    private static readonly FrozenDictionary<string, EventDefinition> Definitions = typeof(EventCatalogue).Assembly.GetTypes()
        .Where(type => type.IsDefined(typeof(AboutAttribute)))
        .Select(type => new EventDefinition(type))
        .ToFrozenDictionary(definition => definition.Type, StringComparer.Ordinal);

    private static readonly FrozenDictionary<Type, string> Names =
        Definitions.Values.ToFrozenDictionary(definition => definition.Payload, definition => definition.Type);

    /// <summary>Every known type.</summary>
    public static IReadOnlyCollection<EventDefinition> All => Definitions.Values;

    /// <summary>Finds a type.</summary>
    /// <param name="type">The CloudEvents type.</param>
    /// <returns>Its definition, or null for a type that the catalogue does not know.</returns>
    public static EventDefinition? Find(string type) => Definitions.GetValueOrDefault(type);

    /// <summary>The CloudEvents type of a payload's record.</summary>
    /// <param name="payload">The record.</param>
    /// <returns>The type.</returns>
    /// <exception cref="KeyNotFoundException">The record is not one of an event type.</exception>
    public static string TypeOf(Type payload) => Names[payload];

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
}

/// <summary>A known event type.</summary>
public sealed class EventDefinition
{
    // Made at first use: most processes see few types.
    private JsonTypeInfo? json;

    internal EventDefinition(Type payload)
    {
        Type = payload.GetCustomAttribute<AliasAttribute>(inherit: false)!.Alias;
        Payload = payload;
        About = payload.GetCustomAttribute<AboutAttribute>()!.Whom;
        IsDerived = payload.IsDefined(typeof(DerivedAttribute));
        Schema = PayloadSchema.Of(payload);
    }

    /// <summary>The CloudEvents type.</summary>
    public string Type { get; }

    /// <summary>The record of its payload.</summary>
    public Type Payload { get; }

    /// <summary>Whom its envelope must name.</summary>
    public Whom About { get; }

    /// <summary>Whether only the system itself makes such events.</summary>
    public bool IsDerived { get; }

    /// <summary>What its payload must look like.</summary>
    public PayloadSchema Schema { get; }

    /// <summary>Reads a payload.</summary>
    /// <param name="data">UTF-8 JSON.</param>
    /// <returns>The payload.</returns>
    /// <exception cref="JsonException">The JSON does not fit the type.</exception>
    public EventPayload Read(ReadOnlySpan<byte> data)
    {
        json ??= EventJson.Default.GetTypeInfo(Payload) ?? throw new InvalidOperationException($"{Payload} is missing in {nameof(EventJson)}.");
        return JsonSerializer.Deserialize(data, json) as EventPayload ?? throw new JsonException("The payload is null.");
    }
}
