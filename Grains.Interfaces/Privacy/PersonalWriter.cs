using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace AutoCrm.Actors.Privacy;

/// <summary>Writes a JSON object anew, with what is personal encrypted or decrypted. The rest is copied byte for byte.</summary>
/// <param name="place">Encrypts and decrypts; null leaves out what is personal.</param>
/// <param name="isOpening">Whether to decrypt.</param>
/// <param name="keepsRequired">Whether a required member that is left out becomes an empty text.</param>
internal sealed class PersonalWriter(PersonalPlace? place, bool isOpening, bool keepsRequired = true)
{
    private readonly ArrayBufferWriter<byte> output = new(512);

    /// <param name="json">The object.</param>
    /// <param name="shape">What of it is known; null if nothing is.</param>
    /// <param name="path">What to call it.</param>
    public byte[] Write(ReadOnlySpan<byte> json, PersonalShape? shape, string path)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            WriteObject(json, ref reader, shape, path);
        }
        else if (shape is null && !isOpening)
        {
            WriteUnknown(json, path);
        }
        else
        {
            output.Write(json);
        }

        return output.WrittenSpan.ToArray();
    }

    private void WriteObject(ReadOnlySpan<byte> json, ref Utf8JsonReader reader, PersonalShape? shape, string path)
    {
        var (began, isEmpty) = (output.WrittenCount, true);
        ArrayBufferWriter<byte>? unknown = null;
        output.Write("{"u8);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.ValueSpan;
            var member = shape?.Find(ref reader);
            var isSealed = isOpening && member is null && reader.ValueTextEquals(PersonalData.Unknown);
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            if (member is { IsPersonal: false, Nested: { } nested } && reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                WriteName(output, name, ref isEmpty);
                WriteNested(json, ref reader, nested, $"{path}.{member.Name}");
                continue;
            }

            reader.Skip();
            var value = json[start..(int)reader.BytesConsumed];
            if (member is null && !isOpening)
            {
                var isFirst = unknown is null;
                unknown ??= new ArrayBufferWriter<byte>(256);
                WriteName(unknown, name, ref isFirst);
                unknown.Write(value);
            }
            else if (isSealed)
            {
                if (!Splice(OpenText(value, $"{path}.{PersonalData.Unknown}"), began, ref isEmpty))
                {
                    return;
                }
            }
            else if (member is { IsPersonal: true } && !value.SequenceEqual("null"u8))
            {
                WritePersonal(name, value, member, path, ref isEmpty);
            }
            else
            {
                WriteName(output, name, ref isEmpty);
                output.Write(value);
            }
        }

        if (unknown is not null && place is not null)
        {
            WriteName(output, "$enc"u8, ref isEmpty);
            WriteText(place.Seal($"{path}.{PersonalData.Unknown}", [(byte)'{', .. unknown.WrittenSpan, (byte)'}']));
        }

        output.Write("}"u8);
    }

    private void WriteNested(ReadOnlySpan<byte> json, ref Utf8JsonReader reader, PersonalShape shape, string path)
    {
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            WriteObject(json, ref reader, shape, path);
            return;
        }

        output.Write("["u8);
        for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
        {
            output.Write(i == 0 ? ""u8 : ","u8);
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                WriteObject(json, ref reader, shape, string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]"));
                continue;
            }

            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            output.Write(json[start..(int)reader.BytesConsumed]);
        }

        output.Write("]"u8);
    }

    private void WritePersonal(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, PersonalShape.Member member, string path, ref bool isEmpty)
    {
        if (place is null)
        {
            if (member.IsRequired && keepsRequired)
            {
                WriteName(output, name, ref isEmpty);
                output.Write("\"\""u8);
            }

            return;
        }

        WriteName(output, name, ref isEmpty);
        if (isOpening)
        {
            output.Write(OpenText(value, $"{path}.{member.Name}"));
        }
        else
        {
            WriteText(place.Seal($"{path}.{member.Name}", value));
        }
    }

    // Data that are no object at all stand alone in their envelope.
    private void WriteUnknown(ReadOnlySpan<byte> json, string path)
    {
        var isEmpty = true;
        output.Write("{"u8);
        if (place is not null)
        {
            WriteName(output, "$enc"u8, ref isEmpty);
            WriteText(place.Seal($"{path}.{PersonalData.Unknown}", json));
        }

        output.Write("}"u8);
    }

    /// <returns>False if what was encrypted takes the place of the whole object.</returns>
    private bool Splice(ReadOnlySpan<byte> opened, int began, ref bool isEmpty)
    {
        if (opened.IsEmpty)
        {
            return true;
        }

        if (opened[0] != (byte)'{')
        {
            var before = output.WrittenSpan[..began].ToArray();
            output.ResetWrittenCount();
            output.Write(before);
            output.Write(opened);
            return false;
        }

        if (opened.Length > 2)
        {
            output.Write(isEmpty ? ""u8 : ","u8);
            output.Write(opened[1..^1]);
            isEmpty = false;
        }

        return true;
    }

    private byte[] OpenText(ReadOnlySpan<byte> value, string member)
    {
        if (place is null)
        {
            return [];
        }

        // Whatever was logged before there was encryption is as it was sent.
        if (value is not [(byte)'"', .. var text, (byte)'"'] || !text.StartsWith(PersonalPlace.Mark))
        {
            return value.ToArray();
        }

        return place.Open(member, text) ?? throw new JsonException($"The personal member {member} cannot be decrypted.");
    }

    private void WriteText(ReadOnlySpan<byte> ascii)
    {
        output.Write("\""u8);
        output.Write(ascii);
        output.Write("\""u8);
    }

    private static void WriteName(ArrayBufferWriter<byte> into, ReadOnlySpan<byte> name, ref bool isFirst)
    {
        into.Write(isFirst ? "\""u8 : ",\""u8);
        into.Write(name);
        into.Write("\":"u8);
        isFirst = false;
    }
}
