using System.Collections.Immutable;
using System.Text.Json.Serialization;
using AutoCrm.Actors.Cli.Import.Maps;

namespace AutoCrm.Actors.Cli.Import;

/// <summary>The end of an import, as <c>--json</c> prints it. Every row read is in exactly one of the four counts of rows.</summary>
internal sealed record ImportSummary
{
    public required string File { get; init; }

    public required string Map { get; init; }

    /// <summary>How the input was read, for people.</summary>
    [JsonIgnore]
    public string Reading { get; init; } = string.Empty;

    /// <summary>What the rows are called: <c>rows</c>, <c>leads</c>, <c>documents</c>.</summary>
    public required string Items { get; init; }

    public required Uri Url { get; init; }

    public required ImportOutcome Outcome { get; init; }

    public string? Reason { get; init; }

    public required long RowsRead { get; init; }

    public required long RowsComplete { get; init; }

    public required long RowsRejected { get; init; }

    public required long RowsWithoutEvents { get; init; }

    public required long RowsUnconfirmed { get; init; }

    public required long EventsSent { get; init; }

    public required long Accepted { get; init; }

    public required long Duplicates { get; init; }

    public required long Rejected { get; init; }

    public required int RequestsRepeated { get; init; }

    public required ImmutableArray<RepairCount> Repaired { get; init; }

    public string? RejectedFile { get; init; }

    [JsonIgnore]
    public bool RejectedFileIsElsewhere { get; init; }

    public required double ElapsedSeconds { get; init; }

    public double RowsPerSecond => ElapsedSeconds > 0 ? Math.Round(RowsRead / ElapsedSeconds, 1) : 0;
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(ImportSummary))]
internal sealed partial class ImportJson : JsonSerializerContext;
