using System.Collections.Immutable;
using System.Text;

namespace AutoCrm.Actors.Cli.Import.Maps;

/// <summary>A map as its file states it: how a CSV is read and which events each of its rows makes.</summary>
internal sealed record ImportMap(
    string Name,
    FileRule File,
    ImmutableArray<ColumnRule> Columns,
    ImmutableArray<EventRule> Events);

internal sealed record FileRule(Encoding Encoding, char Delimiter, bool TrimHeaders)
{
    public static FileRule Default { get; } = new(Encoding.UTF8, ',', TrimHeaders: true);
}

internal sealed record ColumnRule(
    string Column,
    ImmutableArray<RepairRule> Repairs,
    ImmutableArray<string> Absent,
    TimeFormat? Time)
{
    public static ColumnRule Plain(string column) => new(column, [], [], null);
}

/// <summary>A repair: a named one, or a table of replacements that may be bound to other columns' values.</summary>
internal sealed record RepairRule(
    string? Name,
    ImmutableArray<KeyValuePair<string, string>> Replacements,
    ImmutableArray<KeyValuePair<string, string>> Where);

internal sealed record EventRule
{
    public required string Type { get; init; }

    public required Template Source { get; init; }

    /// <summary>The columns that the id is made of; empty for the whole row.</summary>
    public required ImmutableArray<string> IdColumns { get; init; }

    public required string TimeColumn { get; init; }

    public TimeOnly? At { get; init; }

    public Template? Dealership { get; init; }

    public Template? Customer { get; init; }

    public Template? Vin { get; init; }

    public ImmutableArray<string> When { get; init; } = [];

    public required ImmutableArray<MemberRule> Data { get; init; }
}

internal enum MemberKind
{
    Text,
    Integer,
    Number,
    Money,
    Distance,
    List,
}

internal sealed record MemberRule
{
    public required string Name { get; init; }

    public required MemberKind Kind { get; init; }

    /// <summary>One template, or for a list any number.</summary>
    public required ImmutableArray<Template> Values { get; init; }

    /// <summary>The currency of money, the unit of a distance.</summary>
    public string? Unit { get; init; }

    /// <summary>Splits a list's one column.</summary>
    public string? Split { get; init; }

    public ImmutableArray<string> When { get; init; } = [];
}
