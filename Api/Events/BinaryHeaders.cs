using System.Text;
using AutoCrm.Actors.Events;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace AutoCrm.Actors.Api.Events;

/// <summary>CloudEvents attributes in HTTP headers (binary mode): <c>ce-</c> names, percent-encoded values.</summary>
internal static class BinaryHeaders
{
    private const string Prefix = "ce-";
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static EventProblem? Read(IHeaderDictionary headers, Envelope envelope)
    {
        EventProblem? first = null;
        foreach (var (header, values) in headers)
        {
            if (header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            {
                var problem = Set(envelope, header[Prefix.Length..].ToLowerInvariant(), values);
                first ??= problem;
            }
        }

        if (headers.ContentType is [{ Length: > 0 } contentType])
        {
            first ??= envelope.Set("datacontenttype", contentType);
        }

        return first;
    }

    /// <summary>Undoes a quoted string, then one round of percent-encoding.</summary>
    /// <param name="value">The header's value.</param>
    /// <returns>The text, or null if it is not UTF-8.</returns>
    public static string? Decode(string value)
    {
        var unquoted = value.Length > 1 && value[0] == '"' && value[^1] == '"'
            ? HeaderUtilities.UnescapeAsQuotedString(value).ToString()
            : value;
        if (!unquoted.Contains('%', StringComparison.Ordinal))
        {
            return unquoted;
        }

        try
        {
            var bytes = Utf8.GetBytes(unquoted);
            return Utf8.GetString(bytes, 0, Unescape(bytes));
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static EventProblem? Set(Envelope envelope, string name, StringValues values)
    {
        if (name == "datacontenttype")
        {
            return new EventProblem("format", name, "must not be a header of its own; Content-Type says it");
        }

        if (values is not [{ } value])
        {
            return new EventProblem("duplicate-member", name, "is there more than once; every attribute may be there once");
        }

        return Decode(value) is { } text
            ? envelope.Set(name, text)
            : new EventProblem("format", name, "is not percent-encoded UTF-8");
    }

    private static int Unescape(Span<byte> bytes)
    {
        var to = 0;
        for (var from = 0; from < bytes.Length; from++)
        {
            if (bytes[from] == (byte)'%'
                && from + 2 < bytes.Length
                && char.IsAsciiHexDigit((char)bytes[from + 1])
                && char.IsAsciiHexDigit((char)bytes[from + 2]))
            {
                bytes[to++] = (byte)((HexOf(bytes[from + 1]) << 4) | HexOf(bytes[from + 2]));
                from += 2;
            }
            else
            {
                bytes[to++] = bytes[from];
            }
        }

        return to;
    }

    private static int HexOf(byte digit) => digit <= (byte)'9' ? digit - '0' : (digit | 0x20) - 'a' + 10;
}
