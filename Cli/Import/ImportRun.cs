using AutoCrm.Actors.Cli.Import.Maps;

namespace AutoCrm.Actors.Cli.Import;

/// <summary>What to import, and how.</summary>
internal sealed record ImportRequest(string File, string Map, ImportTarget Target, SendingOptions Sending);

/// <summary>Runs one import from the opening of the file to the summary.</summary>
internal sealed class ImportRun : IDisposable
{
    private readonly ImportRequest request;
    private readonly TimeProvider time;
    private readonly ImportMap map;
    private readonly RowReader reader;
    private readonly RowMapper mapper;
    private readonly RejectedRows rejectedRows;

    private ImportRun(ImportRequest request, TimeProvider time, ImportMap map, RowReader reader)
    {
        this.request = request;
        this.time = time;
        this.map = map;
        this.reader = reader;
        mapper = new RowMapper(map, reader.Headers);
        rejectedRows = new RejectedRows(request.File, map.File, reader.Headers);
    }

    /// <summary>Reads the map and the file's header and checks them against each other; nothing is sent.</summary>
    /// <exception cref="MapException">They cannot be used.</exception>
    public static ImportRun Open(ImportRequest request, TimeProvider time)
    {
        var map = ShippedMaps.Load(request.Map);
        var reader = new RowReader(OpenFile(request.File), map.File);
        try
        {
            return new ImportRun(request, time, map, reader);
        }
        catch (MapException wrong)
        {
            reader.Dispose();
            throw new MapException($"map {map.Name}: {wrong.Message}");
        }
    }

    public async Task<ImportSummary> Run(IImportProgress progress, CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        using var sender = new EventSender(request.Target, request.Sending, time, progress.Waiting);
        var importer = new Importer(reader, mapper, rejectedRows, sender, request.Sending);
        var outcome = ImportOutcome.Complete;
        string? reason = null;
        try
        {
            await importer.Run(() => progress.Report(importer.Tally, reader.BytesRead, reader.TotalBytes), cancellation);
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

    public void Dispose()
    {
        rejectedRows.Dispose();
        mapper.Dispose();
        reader.Dispose();
    }

    private static FileStream OpenFile(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 64 * 1024, FileOptions.SequentialScan);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new MapException(unreadable.Message);
        }
    }

    private ImportSummary Summarise(ImportTally tally, int repeated, TimeSpan elapsed) => new()
    {
        File = request.File,
        Map = map.Name,
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
        Repaired = [.. mapper.RepairCounts],
        RejectedFile = rejectedRows.Path,
        RejectedFileIsElsewhere = rejectedRows.IsElsewhere,
        ElapsedSeconds = Math.Round(elapsed.TotalSeconds, 3),
    };
}
