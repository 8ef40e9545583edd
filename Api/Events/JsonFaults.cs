using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Api.Events;

/// <summary>
/// What JSON from outside must not have, although a parser may let it pass: text that PostgreSQL or UTF-16 cannot hold,
/// members that are there twice, and depth. <see cref="IsSuspect"/> is the cheap question that every event is asked;
/// <see cref="Find"/> is the slow answer that names the place.
/// </summary>
internal static class JsonFaults
{
    /// <summary>The deepest nesting that an event may have, its own object included.</summary>
    public const int MaxDepth = 32;

    public static JsonDocumentOptions Strict { get; } = new()
    {
        AllowDuplicateProperties = false,
        AllowTrailingCommas = false,
        CommentHandling = JsonCommentHandling.Disallow,
        MaxDepth = MaxDepth,
    };

    /// <summary>Whether the text has something that <see cref="JsonDocument"/> does not refuse by itself.</summary>
    public static bool IsSuspect(ReadOnlySpan<byte> json) => !Utf8.IsValid(json) || HasBadEscape(json);

    /// <summary>Finds the first fault and names its place.</summary>
    /// <param name="json">The text.</param>
    /// <param name="root">What to call the outermost value in a path; empty for an event.</param>
    public static EventProblem Find(ReadOnlySpan<byte> json, string root)
    {
        if (!Utf8.IsValid(json))
        {
            return new EventProblem("unreadable", root, "is not valid UTF-8");
        }

        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth + 1 });
        var path = new JsonPath(root);
        try
        {
            while (reader.Read())
            {
                if (reader.CurrentDepth >= MaxDepth && reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                {
                    return new EventProblem("too-deep", path.Text, $"is nested deeper than {MaxDepth} levels");
                }

                if (FaultAt(ref reader, path) is { } fault)
                {
                    return fault;
                }
            }
        }
        catch (JsonException)
        {
            return NotJson(path.Text, reader.BytesConsumed);
        }

        return NotJson(path.Text, reader.BytesConsumed);
    }

    private static EventProblem? FaultAt(ref Utf8JsonReader reader, JsonPath path)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName when HasBadEscape(reader.ValueSpan):
                return BadEscape(path.Text);
            case JsonTokenType.PropertyName:
                return path.Name(reader.GetString()!)
                    ? null
                    : new EventProblem("duplicate-member", path.Text, "is there more than once; every member may be there once");
            case JsonTokenType.String:
                path.Value();
                return HasBadEscape(reader.ValueSpan) ? BadEscape(path.Text) : null;
            case JsonTokenType.StartObject:
                path.Value();
                path.Open(isArray: false);
                return null;
            case JsonTokenType.StartArray:
                path.Value();
                path.Open(isArray: true);
                return null;
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                path.Close();
                return null;
            default:
                path.Value();
                return null;
        }
    }

    private static EventProblem BadEscape(string path) => new(
        "control-character",
        path,
        "has U+0000 or half of a surrogate pair; expected text that is valid Unicode without U+0000");

    private static EventProblem NotJson(string path, long at) => new(
        "unreadable",
        path,
        string.Create(CultureInfo.InvariantCulture, $"is not valid JSON at byte {at}"));

    // In JSON a backslash stands only inside a string, so the raw bytes can be searched without a reader.
    private static bool HasBadEscape(ReadOnlySpan<byte> json)
    {
        while (json.IndexOf((byte)'\\') is >= 0 and var at && at + 1 < json.Length)
        {
            if (json[at + 1] != (byte)'u')
            {
                json = json[(at + 2)..];
                continue;
            }

            json = json[(at + 2)..];
            if (!TryReadUnit(ref json, out var unit))
            {
                continue;
            }

            if (unit == 0 || char.IsLowSurrogate(unit))
            {
                return true;
            }

            if (char.IsHighSurrogate(unit)
                && !(json.StartsWith("\\u"u8) && Skip(ref json) && TryReadUnit(ref json, out var low) && char.IsLowSurrogate(low)))
            {
                return true;
            }
        }

        return false;

        static bool Skip(ref ReadOnlySpan<byte> json)
        {
            json = json[2..];
            return true;
        }
    }

    private static bool TryReadUnit(ref ReadOnlySpan<byte> json, out char unit)
    {
        unit = default;
        if (json.Length < 4
            || !ushort.TryParse(json[..4], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
        {
            return false;
        }

        json = json[4..];
        unit = (char)value;
        return true;
    }

    /// <summary>Where a reader stands, as <c>data.lines[2].operation</c>; bounded, because names come from outside.</summary>
    private sealed class JsonPath(string root)
    {
        private const int MaxName = 64;
        private const int MaxText = 256;
        private readonly Stack<Level> levels = new();

        public string Text
        {
            get
            {
                var text = new StringBuilder(root);
                foreach (var level in levels.Reverse())
                {
                    level.AppendTo(text);
                }

                return text.Length <= MaxText ? text.ToString() : text.ToString(0, MaxText);
            }
        }

        public void Open(bool isArray) => levels.Push(new Level(isArray));

        public void Close() => levels.Pop();

        public bool Name(string name) => levels.Peek().Enter(name);

        public void Value()
        {
            if (levels.TryPeek(out var level))
            {
                level.Next();
            }
        }

        private sealed class Level(bool isArray)
        {
            private readonly HashSet<string> names = new(StringComparer.Ordinal);
            private string? current;
            private int index = -1;

            public bool Enter(string name)
            {
                current = name.Length <= MaxName ? name : name[..MaxName];
                return names.Add(name);
            }

            public void Next() => index++;

            public void AppendTo(StringBuilder text)
            {
                if (isArray)
                {
                    text.Append(CultureInfo.InvariantCulture, $"[{Math.Max(index, 0)}]");
                }
                else if (current is not null)
                {
                    text.Append(text.Length > 0 ? "." : string.Empty).Append(current);
                }
            }
        }
    }
}
