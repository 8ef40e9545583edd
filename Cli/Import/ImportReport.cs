using System.Globalization;
using AutoCrm.Actors.Cli.Import.Maps;

namespace AutoCrm.Actors.Cli.Import;

/// <summary>Writes a summary for people.</summary>
internal static class ImportReport
{
    public static void Write(ImportSummary summary, TextWriter output)
    {
        output.WriteLine($"{summary.File} {summary.Reading} to {summary.Url}");
        output.WriteLine(Format($"  {summary.EventsSent:N0} events sent"));
        output.WriteLine(Format($"  {summary.Accepted:N0} accepted"));
        output.WriteLine(Format($"  {summary.Duplicates:N0} duplicates"));
        output.WriteLine(Format($"  {summary.Rejected:N0} rejected"));
        output.WriteLine(RowsLine(summary));
        foreach (var repair in summary.Repaired)
        {
            output.WriteLine(RepairLine(repair));
        }

        if (summary.RequestsRepeated > 0)
        {
            output.WriteLine(Format($"  {summary.RequestsRepeated:N0} requests repeated; what a first try had already delivered counts as duplicates"));
        }

        output.WriteLine(Format($"  {Duration.Format(TimeSpan.FromSeconds(summary.ElapsedSeconds))}, {summary.RowsPerSecond:N0} {summary.Items}/s"));
        WriteRejectedFile(summary, output);
        WriteOutcome(summary, output);
    }

    private static string RowsLine(ImportSummary summary)
    {
        var line = Format($"  {summary.RowsRead:N0} {summary.Items} read: {summary.RowsComplete:N0} taken in, {summary.RowsRejected:N0} with a fault, {summary.RowsWithoutEvents:N0} without events");
        return summary.RowsUnconfirmed > 0 ? line + Format($", {summary.RowsUnconfirmed:N0} unconfirmed") : line;
    }

    private static string RepairLine(RepairCount repair) => repair.Rows > 0
        ? Format($"  repaired: {repair.Column}: {repair.Repair}, {repair.Rows:N0} rows")
        : $"  repaired: header '{repair.Column}': {repair.Repair}";

    private static void WriteRejectedFile(ImportSummary summary, TextWriter output)
    {
        if (summary.RejectedFile is null)
        {
            return;
        }

        output.WriteLine(Format($"  {summary.RowsRejected:N0} {summary.Items} with their reasons are in {summary.RejectedFile}"));
        if (summary.RejectedFileIsElsewhere)
        {
            output.WriteLine("  (the input's own folder cannot be written to)");
        }

        if (summary.Items != "rows")
        {
            output.WriteLine("  correct the documents and import them again: what arrived already counts as duplicates");
            return;
        }

        output.WriteLine("  correct them there and import that file with the same map; its rows stand exactly as in the input,");
        output.WriteLine("  so formulas in them are not neutralised: open it in a spreadsheet only if you trust the sender");
    }

    private static void WriteOutcome(ImportSummary summary, TextWriter output)
    {
        if (summary.Outcome == ImportOutcome.Complete)
        {
            return;
        }

        var what = summary.Outcome == ImportOutcome.Interrupted ? "interrupted" : "stopped";
        output.WriteLine(Format($"{what} after {summary.RowsRead - summary.RowsUnconfirmed:N0} {summary.Items}{(summary.Reason is null ? "." : $": {summary.Reason}.")}"));
        output.WriteLine("Repeating the same import is safe: events that arrived already count as duplicates and change nothing.");
    }

    private static string Format(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
