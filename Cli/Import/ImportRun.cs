using AutoCrm.Actors.Cli.Import.Maps;

namespace AutoCrm.Actors.Cli.Import;

/// <summary>What to import, and how.</summary>
internal sealed record ImportRequest(string File, Func<IImportSource> OpenSource, ImportTarget Target, SendingOptions Sending);

/// <summary>Runs one import from the opening of the file to the summary.</summary>
internal sealed class ImportRun : IDisposable
{
    private readonly ImportRequest request;
    private readonly TimeProvider time;
    private readonly IImportSource source;

    private ImportRun(ImportRequest request, TimeProvider time)
    {
        this.request = request;
        this.time = time;
        source = request.OpenSource();
    }

    /// <summary>Opens what is to be imported and checks what can be checked; nothing is sent.</summary>
    /// <exception cref="MapException">It cannot be used.</exception>
    public static ImportRun Open(ImportRequest request, TimeProvider time) => new(request, time);

    public async Task<ImportSummary> Run(IImportProgress progress, CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        using var sender = new EventSender(request.Target, request.Sending, time, progress.Waiting);
        var importer = new Importer(source, sender, request.Sending);
        var outcome = ImportOutcome.Complete;
        string? reason = null;
        try
        {
            await importer.Run(() => progress.Report(importer.Tally, source.BytesRead, source.TotalBytes), cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            outcome = ImportOutcome.Interrupted;
        }
        catch (ImportStoppedException stopped)
        {
            outcome = stopped.Outcome;
            reason = stopped.Message;
        }
        catch (IOException broken)
        {
            outcome = ImportOutcome.Unreadable;
            reason = broken.Message;
        }

        return Summarise(importer.Tally, sender.Repeated, time.GetElapsedTime(started)) with { Outcome = outcome, Reason = reason };
    }

    public void Dispose() => source.Dispose();

    private ImportSummary Summarise(ImportTally tally, int repeated, TimeSpan elapsed) => new()
    {
        File = request.File,
        Map = source.Map,
        Reading = source.Reading,
        Items = source.Items,
        Url = request.Target.Url,
        Outcome = ImportOutcome.Complete,
        RowsRead = tally.RowsRead,
        RowsComplete = tally.RowsComplete,
        RowsRejected = tally.RowsRejected,
        RowsWithoutEvents = tally.RowsWithoutEvents,
        RowsUnconfirmed = tally.RowsUnconfirmed,
        EventsSent = tally.EventsSent,
        Accepted = tally.Accepted,
        Duplicates = tally.Duplicates,
        Rejected = tally.Rejected,
        RequestsRepeated = repeated,
        Repaired = [.. source.Repairs],
        RejectedFile = source.RejectedFile,
        RejectedFileIsElsewhere = source.RejectedFileIsElsewhere,
        ElapsedSeconds = Math.Round(elapsed.TotalSeconds, 3),
    };
}
