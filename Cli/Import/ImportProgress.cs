using System.Globalization;
using Spectre.Console;

namespace AutoCrm.Actors.Cli.Import;

/// <summary>Shows how far an import is.</summary>
internal interface IImportProgress
{
    /// <summary>Called after each answered request.</summary>
    void Report(ImportTally tally, long bytes, long? totalBytes);

    /// <summary>Called, from any thread, when a request has to be repeated, and with null when one got through.</summary>
    void Waiting(string? reason);
}

/// <summary>A bar on a terminal.</summary>
internal sealed class BarProgress(ProgressTask bar, TimeProvider time) : IImportProgress
{
    private const string Starting = "starting";
    private readonly long started = time.GetTimestamp();
    private volatile string? waitingFor;
    private string figures = Starting;

    public static async Task Show(IAnsiConsole console, TimeProvider time, Func<IImportProgress, Task> work) =>
        await console.Progress()
            .AutoClear(true)
            .Columns(new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
            .StartAsync(async context =>
            {
                var bar = context.AddTask(Starting);
                bar.IsIndeterminate = true;
                await work(new BarProgress(bar, time));
            });

    public void Report(ImportTally tally, long bytes, long? totalBytes)
    {
        var seconds = time.GetElapsedTime(started).TotalSeconds;
        Volatile.Write(ref figures, ProgressText.Of(tally, seconds));
        if (totalBytes is > 0)
        {
            bar.IsIndeterminate = false;
            bar.MaxValue(totalBytes.Value);
            bar.Value(bytes);
        }

        Describe();
    }

    public void Waiting(string? reason)
    {
        if (waitingFor != reason)
        {
            waitingFor = reason;
            Describe();
        }
    }

    private void Describe()
    {
        var text = Volatile.Read(ref figures);
        bar.Description = Markup.Escape(waitingFor is { } reason ? $"{text}; waiting: {reason}" : text);
    }
}

/// <summary>A line now and then, where the output is no terminal.</summary>
internal sealed class LineProgress(TextWriter output, TimeProvider time) : IImportProgress
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private readonly long started = time.GetTimestamp();
    private readonly Lock gate = new();
    private long shown = time.GetTimestamp();
    private string? waitingFor;

    public void Report(ImportTally tally, long bytes, long? totalBytes)
    {
        lock (gate)
        {
            if (time.GetElapsedTime(shown) < Interval)
            {
                return;
            }

            shown = time.GetTimestamp();
            var done = totalBytes is > 0 ? string.Create(CultureInfo.InvariantCulture, $"{100.0 * bytes / totalBytes.Value:0} %, ") : string.Empty;
            output.WriteLine(done + ProgressText.Of(tally, time.GetElapsedTime(started).TotalSeconds));
        }
    }

    public void Waiting(string? reason)
    {
        lock (gate)
        {
            if (reason is not null && waitingFor is null)
            {
                output.WriteLine($"waiting for the system: {reason}");
            }

            waitingFor = reason;
        }
    }
}

internal static class ProgressText
{
    public static string Of(ImportTally tally, double seconds) => string.Create(
        CultureInfo.InvariantCulture,
        $"{tally.RowsRead:N0} {tally.Items}, {tally.Accepted:N0} accepted, {tally.Duplicates:N0} duplicates, {tally.Rejected:N0} rejected, {tally.RowsRead / Math.Max(seconds, 0.001):N0} {tally.Items}/s");
}
