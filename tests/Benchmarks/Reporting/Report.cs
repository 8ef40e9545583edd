using System.Globalization;
using System.Text;
using System.Text.Json;
using AutoCrm.Actors.Benchmarks.Measuring;
using AutoCrm.Actors.Cli;

namespace AutoCrm.Actors.Benchmarks.Reporting;

/// <summary>One measured figure.</summary>
/// <param name="Figure">Its letter.</param>
/// <param name="Name">What it is.</param>
/// <param name="Value">The number.</param>
/// <param name="Wanted">What it should be; null where nothing is demanded.</param>
/// <param name="Notes">How it came about.</param>
/// <param name="CpuPerEvent">CPU time per event, if events were sent.</param>
/// <param name="Machine">What else the machine did meanwhile.</param>
internal sealed record Result(string Figure, string Name, double Value, string? Wanted, string Notes, string? CpuPerEvent, string? Machine);

/// <summary>Gathers results and prints them.</summary>
internal sealed class Report(Circumstances circumstances)
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly List<Result> results = [];

    /// <summary>Adds a result and tells it at once, because a run is long.</summary>
    public void Add(string figure, string name, double value, string notes, CpuTime? cpu = null, double events = 0, string? wanted = null)
    {
        var result = new Result(figure, name, Math.Round(value, 2), wanted, notes, events > 0 ? cpu?.PerEvent(events, circumstances.Cores) : null, cpu?.Load(circumstances.Cores));
        results.Add(result);
        Notices.ToError.Done($"({figure}) {name}: {Number(value)}{(notes.Length > 0 ? $"  [{notes}]" : string.Empty)}");
        foreach (var line in new[] { result.CpuPerEvent, result.Machine }.OfType<string>())
        {
            Notices.ToError.Plain($"    {line}");
        }
    }

    /// <summary>Whether every figure that was asked for was measured.</summary>
    public bool IsComplete { get; private set; } = true;

    /// <summary>Says that a figure could not be measured, and why.</summary>
    public void Fail(string figure, string why)
    {
        IsComplete = false;
        results.Add(new Result(figure, "not measured", double.NaN, null, why.ReplaceLineEndings(" "), null, null));
        Notices.ToError.Fail($"({figure}) not measured: {why}");
    }

    public string Json() => JsonSerializer.Serialize(new { circumstances, results }, Format);

    /// <summary>A table that can be pasted into a document.</summary>
    public string Markdown()
    {
        var text = new StringBuilder();
        text.AppendLine(circumstances.ToString()).AppendLine();
        text.AppendLine("| | figure | measured | wanted | notes |").AppendLine("| --- | --- | ---: | ---: | --- |");
        foreach (var result in results)
        {
            var notes = string.Join("; ", new[] { result.Notes, result.CpuPerEvent, result.Machine }.Where(note => !string.IsNullOrEmpty(note)));
            text.AppendLine(CultureInfo.InvariantCulture, $"| {result.Figure} | {result.Name} | {Number(result.Value)} | {result.Wanted} | {notes} |");
        }

        return text.ToString();
    }

    private static string Number(double value) => double.IsNaN(value) ? "–" : value.ToString(Math.Abs(value) < 100 ? "0.##" : "#,0", CultureInfo.InvariantCulture);
}
