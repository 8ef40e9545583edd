using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace AutoCrm.Actors.Grains.Dealerships;

/// <summary>Sorted tables by id. The order is ordinal wherever they come from.</summary>
internal static class Table
{
    public static ImmutableSortedDictionary<string, T> Of<T>() => ImmutableSortedDictionary.Create<string, T>(StringComparer.Ordinal);
}

/// <summary>Reads and writes tables by id as JSON objects.</summary>
internal sealed class TableConverter : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) =>
        typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(ImmutableSortedDictionary<,>);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Of<>).MakeGenericType(typeToConvert.GetGenericArguments()[1]))!;

    private sealed class Of<T> : JsonConverter<ImmutableSortedDictionary<string, T>>
    {
        public override ImmutableSortedDictionary<string, T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                throw new JsonException("A table is a JSON object.");
            }

            var item = (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));
            var table = Table.Of<T>().ToBuilder();
            while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            {
                var id = reader.GetString()!;
                reader.Read();
                table[id] = JsonSerializer.Deserialize(ref reader, item) ?? throw new JsonException("A table has no null in it.");
            }

            return table.ToImmutable();
        }

        public override void Write(Utf8JsonWriter writer, ImmutableSortedDictionary<string, T> value, JsonSerializerOptions options)
        {
            var item = (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));
            writer.WriteStartObject();
            foreach (var (id, entry) in value)
            {
                writer.WritePropertyName(id);
                JsonSerializer.Serialize(writer, entry, item);
            }

            writer.WriteEndObject();
        }
    }
}
