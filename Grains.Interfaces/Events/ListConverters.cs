using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Dealerships;
using AutoCrm.Actors.Leads;
using AutoCrm.Actors.Service;
using AutoCrm.Actors.Vehicles;

namespace AutoCrm.Actors.Events;

/// <summary>Reads a list; null, which senders write for a list that is not there, is the empty list.</summary>
/// <typeparam name="T">The elements' type.</typeparam>
public abstract class ListConverter<T> : JsonConverter<ImmutableArray<T>>
{
    /// <inheritdoc />
    public override bool HandleNull => true;

    /// <summary>How an element is written.</summary>
    protected abstract JsonTypeInfo<T> Item { get; }

    /// <inheritdoc />
    public override ImmutableArray<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return [];
        }

        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException("A list is a JSON array.");
        }

        var items = ImmutableArray.CreateBuilder<T>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(JsonSerializer.Deserialize(ref reader, Item) ?? throw new JsonException("A list has no null in it."));
        }

        return items.DrainToImmutable();
    }

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, ImmutableArray<T> value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartArray();
        foreach (var item in value.IsDefault ? [] : value)
        {
            JsonSerializer.Serialize(writer, item, Item);
        }

        writer.WriteEndArray();
    }
}

/// <summary>Reads a list of texts.</summary>
public sealed class TextListConverter : ListConverter<string>
{
    /// <inheritdoc />
    protected override JsonTypeInfo<string> Item => EventJson.Default.String;
}

/// <summary>Reads the lines of a repair order.</summary>
public sealed class ServiceLineListConverter : ListConverter<ServiceLine>
{
    /// <inheritdoc />
    protected override JsonTypeInfo<ServiceLine> Item => EventJson.Default.ServiceLine;
}

/// <summary>Reads a list of whole numbers.</summary>
public sealed class IntegerListConverter : ListConverter<int>
{
    /// <inheritdoc />
    protected override JsonTypeInfo<int> Item => EventJson.Default.Int32;
}

/// <summary>Reads what an inspection looked at.</summary>
public sealed class InspectionItemListConverter : ListConverter<InspectionItem>
{
    /// <inheritdoc />
    protected override JsonTypeInfo<InspectionItem> Item => EventJson.Default.InspectionItem;
}

/// <summary>Reads a list of events by their stamps.</summary>
public sealed class StampListConverter : ListConverter<EventStamp>
{
    /// <inheritdoc />
    protected override JsonTypeInfo<EventStamp> Item => EventJson.Default.EventStamp;
}

/// <summary>Reads what two customers have in common.</summary>
public sealed class ClueListConverter : ListConverter<DuplicateClue>
{
    /// <inheritdoc />
    protected override JsonTypeInfo<DuplicateClue> Item => EventJson.Default.DuplicateClue;
}

/// <summary>Reads opening hours.</summary>
public sealed class OpeningTimeListConverter : ListConverter<OpeningTime>
{
    /// <inheritdoc />
    protected override JsonTypeInfo<OpeningTime> Item => EventJson.Default.OpeningTime;
}

/// <summary>Reads in what time leads have to be contacted.</summary>
public sealed class FirstContactTargetListConverter : ListConverter<FirstContactTarget>
{
    /// <inheritdoc />
    protected override JsonTypeInfo<FirstContactTarget> Item => EventJson.Default.FirstContactTarget;
}

/// <summary>Reads a list of days.</summary>
public sealed class DateListConverter : ListConverter<DateOnly>
{
    /// <inheritdoc />
    protected override JsonTypeInfo<DateOnly> Item => EventJson.Default.DateOnly;
}

/// <summary>Reads the further vehicles of a lead.</summary>
public sealed class LeadVehicleListConverter : ListConverter<LeadVehicle>
{
    /// <inheritdoc />
    protected override JsonTypeInfo<LeadVehicle> Item => EventJson.Default.LeadVehicle;
}
