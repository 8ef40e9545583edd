using System.Text.Json;

namespace AutoCrm.Actors.Privacy;

/// <summary>Looks whether there is anything personal, without writing: most events have nothing.</summary>
internal static class PersonalSearch
{
    public static bool Finds(ReadOnlySpan<byte> json, PersonalShape? shape)
    {
        // What most events of the unknown types have.
        if (json.SequenceEqual("{}"u8))
        {
            return false;
        }

        var reader = new Utf8JsonReader(json);
        reader.Read();
        return reader.TokenType != JsonTokenType.StartObject ? shape is null : FindsInObject(ref reader, shape);
    }

    private static bool FindsInObject(ref Utf8JsonReader reader, PersonalShape? shape)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (shape?.Find(ref reader) is not { } member)
            {
                return true;
            }

            reader.Read();
            if (member.IsPersonal ? reader.TokenType != JsonTokenType.Null : member.Nested is not null && FindsInValue(ref reader, member.Nested))
            {
                return true;
            }

            reader.Skip();
        }

        return false;
    }

    private static bool FindsInValue(ref Utf8JsonReader reader, PersonalShape shape)
    {
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            return FindsInObject(ref reader, shape);
        }

        if (reader.TokenType == JsonTokenType.StartArray)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                if (reader.TokenType == JsonTokenType.StartObject && FindsInObject(ref reader, shape))
                {
                    return true;
                }

                reader.Skip();
            }
        }

        return false;
    }
}
