using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using AutoCrm.Actors.Faults.Checking;

namespace AutoCrm.Actors.Faults.Chaos;

/// <summary>What a whole run came to.</summary>
internal sealed record ChaosReport(int Seed, string Machine, IReadOnlyList<CycleResult> Cycles, IReadOnlyList<Anomaly> AtTheEnd)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    /// <summary>Everything that is wrong, of the cycles and of the end.</summary>
    [JsonIgnore]
    public IReadOnlyList<Anomaly> Anomalies => [.. Cycles.SelectMany(cycle => cycle.Anomalies), .. AtTheEnd];

    /// <summary>The machine that runs this.</summary>
    public static string ThisMachine =>
        $"{Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}";

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>One line about a cycle.</summary>
    public static string Line(CycleResult cycle) => string.Create(
        CultureInfo.InvariantCulture,
        $"{cycle.Cycle,4}  {cycle.Fault,-20} {cycle.Events,5} events  {cycle.Retries,4} retries  {cycle.Reads,5} reads  folded after {cycle.FoldedSeconds,5:0.00} s  {cycle.Seconds,5:0.0} s  {Verdict(cycle.Anomalies)}");

    /// <summary>A table by kind of fault and the totals.</summary>
    public string Summary()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{"fault",-22}{"cycles",8}{"events",9}{"retries",9}{"folded p50",12}{"max",9}{"anomalies",11}");
        foreach (var kind in Cycles.GroupBy(cycle => cycle.Fault).OrderBy(kind => kind.Key, StringComparer.Ordinal))
        {
            var folded = kind.Select(cycle => cycle.FoldedSeconds).Order().ToList();
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"{kind.Key,-22}{kind.Count(),8}{kind.Sum(c => c.Events),9}{kind.Sum(c => c.Retries),9}{folded[folded.Count / 2],10:0.00} s{folded[^1],7:0.00} s{kind.Sum(c => c.Anomalies.Count),11}");
        }

        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"{Cycles.Count} fault cycles with seed {Seed}: {Cycles.Sum(c => c.Events)} events, {Cycles.Sum(c => c.Retries)} retries after an unknown outcome, {Cycles.Sum(c => c.Reads)} states seen; {Counts()}.");
        return text.ToString();
    }

    private string Counts()
    {
        var kinds = Anomalies.CountBy(anomaly => anomaly.Kind).ToDictionary();
        return $"{Of(AnomalyKind.Lost)} lost, {Of(AnomalyKind.Unseen)} unseen, {Of(AnomalyKind.Duplicate) + Of(AnomalyKind.Miscounted)} duplicated or miscounted, "
            + $"{Of(AnomalyKind.Diverged) + Of(AnomalyKind.RowDiverged)} diverged, {Anomalies.Count} anomalies altogether";

        int Of(AnomalyKind kind) => kinds.GetValueOrDefault(kind);
    }

    private static string Verdict(IReadOnlyList<Anomaly> anomalies) =>
        anomalies.Count == 0 ? "ok" : string.Join(", ", anomalies.CountBy(a => a.Kind).Select(kind => $"{kind.Value} {kind.Key}"));
}
