using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace AutoCrm.Actors.Cli.Import.Maps;

/// <summary>Reads a map file. README.md beside it has the grammar; whatever it does not name is an error.</summary>
internal static class MapReader
{
    private static readonly JsonDocumentOptions Options = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        AllowDuplicateProperties = false,
        MaxDepth = 16,
    };

    public static ImportMap Read(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            using var document = JsonDocument.Parse(WithoutMark(utf8), Options);
            var map = ReadMap(new MapNode(document.RootElement, string.Empty));
            MapCheck.Check(map);
            return map;
        }
        catch (JsonException broken)
        {
            throw new MapException($"the map is not JSON: {broken.Message}");
        }
    }

    private static ReadOnlyMemory<byte> WithoutMark(ReadOnlyMemory<byte> utf8) =>
        utf8.Span.StartsWith(Encoding.UTF8.Preamble) ? utf8[Encoding.UTF8.Preamble.Length..] : utf8;

    private static ImportMap ReadMap(MapNode root)
    {
        root.Allow("map", "description", "file", "columns", "events");
        _ = root.Optional("description")?.Text;
        var events = root.Required("events");
        var map = new ImportMap(
            root.Required("map").Text,
            root.Optional("file") is { } file ? ReadFile(file) : FileRule.Default,
            [.. root.Optional("columns")?.Members.Select(member => ReadColumn(member.Key, member.Value)) ?? []],
            [.. events.Items.Select(ReadEvent)]);
        return map.Events.IsEmpty ? throw events.Wrong("a list of at least one event") : map;
    }

    private static FileRule ReadFile(MapNode node)
    {
        node.Allow("encoding", "delimiter", "trimHeaders");
        return new FileRule(
            node.Optional("encoding") is { } encoding ? ReadEncoding(encoding) : FileRule.Default.Encoding,
            node.Optional("delimiter") is { } delimiter ? ReadDelimiter(delimiter) : FileRule.Default.Delimiter,
            node.Optional("trimHeaders")?.Flag ?? FileRule.Default.TrimHeaders);
    }

    private static Encoding ReadEncoding(MapNode node)
    {
        var name = node.Text;
        var encoding = CodePagesEncodingProvider.Instance.GetEncoding(name);
        if (encoding is not null)
        {
            return encoding;
        }

        try
        {
            return Encoding.GetEncoding(name);
        }
        catch (ArgumentException)
        {
            throw node.Wrong("the name of an encoding, such as \"utf-8\" or \"windows-1252\"");
        }
    }

    private static char ReadDelimiter(MapNode node) => node.Text is [var c] && char.IsAscii(c) && c is not ('"' or '\r' or '\n')
        ? c
        : throw node.Wrong("one ASCII character, such as \",\", \";\" or \"\\t\"");

    private static ColumnRule ReadColumn(string column, MapNode node)
    {
        node.Allow("repair", "absent", "time");
        return new ColumnRule(
            column,
            [.. node.Optional("repair")?.Items.Select(ReadRepair) ?? []],
            node.Optional("absent")?.TextOrTexts() ?? [],
            node.Optional("time") is { } time ? ReadTimeFormat(time) : null);
    }

    private static RepairRule ReadRepair(MapNode node)
    {
        if (node.IsText)
        {
            return Repairs.IsKnown(node.Text)
                ? new RepairRule(node.Text, [], [])
                : throw node.Wrong($"one of {string.Join(", ", Repairs.Names)}, or an object with the member replace");
        }

        node.Allow("replace", "where");
        return new RepairRule(null, node.Required("replace").Table(), node.Optional("where")?.Table() ?? []);
    }

    private static TimeFormat ReadTimeFormat(MapNode node)
    {
        node.Allow("format", "offset");
        return TimeFormat.Create(node.Required("format").Text, node.Optional("offset")?.Text, node.Path);
    }

    private static EventRule ReadEvent(MapNode node)
    {
        node.Allow("type", "source", "id", "time", "dealership", "customer", "vin", "when", "data");
        var (column, at) = ReadTime(node.Required("time"));
        return new EventRule
        {
            Type = node.Required("type").Text,
            Source = ReadTemplate(node.Required("source")),
            IdColumns = ReadId(node.Required("id")),
            TimeColumn = column,
            At = at,
            Dealership = node.Optional("dealership") is { } dealership ? ReadTemplate(dealership) : null,
            Customer = node.Optional("customer") is { } customer ? ReadTemplate(customer) : null,
            Vin = node.Optional("vin") is { } vin ? ReadTemplate(vin) : null,
            When = node.Optional("when")?.TextOrTexts() ?? [],
            Data = [.. node.Required("data").Members.Select(member => ReadMember(member.Key, member.Value))],
        };
    }

    private static ImmutableArray<string> ReadId(MapNode node)
    {
        if (node.IsText && node.Text == "row")
        {
            return [];
        }

        var columns = node.IsList ? node.TextOrTexts() : [];
        return columns.IsEmpty ? throw node.Wrong("\"row\" or a list of columns") : columns;
    }

    private static (string Column, TimeOnly? At) ReadTime(MapNode node)
    {
        if (node.IsText)
        {
            return (node.Text, null);
        }

        node.Allow("column", "at");
        var at = node.Required("at");
        return TimeOnly.TryParseExact(at.Text, ["HH:mm", "HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? (node.Required("column").Text, time)
            : throw at.Wrong("a time of day such as \"09:00\"");
    }

    private static Template ReadTemplate(MapNode node) => Template.Parse(node.Text, node.Path);

    private static MemberRule ReadMember(string name, MapNode node)
    {
        if (node.IsText)
        {
            return new MemberRule { Name = name, Kind = MemberKind.Text, Values = [ReadTemplate(node)] };
        }

        var (kind, value) = FindKind(node);
        node.Allow(kind switch
        {
            MemberKind.Money => ["money", "currency", "when"],
            MemberKind.Distance => ["distance", "unit", "when"],
            MemberKind.List => ["list", "split", "when"],
            _ => [MemberOf(kind), "when"],
        });
        return new MemberRule
        {
            Name = name,
            Kind = kind,
            Values = kind == MemberKind.List && value.IsList ? [.. value.Items.Select(ReadTemplate)] : [ReadTemplate(value)],
            Unit = kind switch
            {
                MemberKind.Money => node.Required("currency").Text,
                MemberKind.Distance => node.Required("unit").Text,
                _ => null,
            },
            Split = kind == MemberKind.List ? node.Optional("split")?.Text : null,
            When = node.Optional("when")?.TextOrTexts() ?? [],
        };
    }

    private static (MemberKind Kind, MapNode Value) FindKind(MapNode node)
    {
        foreach (var kind in Enum.GetValues<MemberKind>())
        {
            if (node.Optional(MemberOf(kind)) is { } value)
            {
                return (kind, value);
            }
        }

        throw node.Wrong("a text, or an object with one of the members text, integer, number, money, distance, list");
    }

    private static string MemberOf(MemberKind kind) => kind.ToString().ToLowerInvariant();
}
