using AutoCrm.Actors.Cli.Import.Maps;

namespace AutoCrm.Actors.Cli.Import;

/// <summary>
/// Reads a file, makes its events and sends them, in one loop: items are mapped here while at most a window of requests
/// is under way, and answers are taken in the order of the file. A full window stops the reading; that is all the
/// back-pressure there is, and why memory is flat.
/// </summary>
internal sealed class Importer(IImportSource source, EventSender sender, SendingOptions options)
{
    private readonly Queue<(EventChunk Chunk, Task<IntakeAnswer> Answer)> underWay = new();
    private readonly Stack<EventChunk> free = new();
    private EventChunk current = new(options.EventsPerRequest);

    public ImportTally Tally { get; } = new(source.Items);

    /// <summary>Imports the file.</summary>
    /// <param name="progress">Called after each answered request.</param>
    /// <param name="cancellation">Stops the import.</param>
    /// <exception cref="ImportStoppedException">It could not go on.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public async Task Run(Action progress, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            while (ReadItem())
            {
                if (current.IsFull)
                {
                    await Dispatch(progress, stop.Token);
                }
            }

            await Dispatch(progress, stop.Token);
            while (underWay.Count > 0)
            {
                await TakeAnswer(progress);
            }
        }
        finally
        {
            await stop.CancelAsync();
            await Abandon();
        }
    }

    private bool ReadItem()
    {
        if (!source.Read())
        {
            return false;
        }

        Tally.RowsRead++;
        current.Add(source);
        return true;
    }

    private async Task Dispatch(Action progress, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        while (underWay.Count >= options.Window || (underWay.TryPeek(out var oldest) && oldest.Answer.IsCompleted))
        {
            await TakeAnswer(progress);
        }

        var full = current;
        current = free.TryPop(out var chunk) ? chunk : new EventChunk(options.EventsPerRequest);
        var answer = full.EventCount > 0 ? sender.Send(full, cancellation) : Task.FromResult(IntakeAnswer.Empty);
        underWay.Enqueue((full, answer));
    }

    private async Task TakeAnswer(Action progress)
    {
        var (chunk, pending) = underWay.Peek();
        var answer = await pending;
        underWay.Dequeue();
        Count(chunk, answer);
        chunk.Clear();
        free.Push(chunk);
        progress();
    }

    private void Count(EventChunk chunk, IntakeAnswer answer)
    {
        var problems = answer.Rejected
            .Where(rejected => !(source.ConflictIsDuplicate && rejected.Code == "conflict"))
            .OrderBy(rejected => rejected.Index)
            .ToArray();
        Tally.EventsSent += chunk.EventCount;
        Tally.Accepted += answer.Accepted;
        Tally.Duplicates += answer.Duplicates + answer.Rejected.Length - problems.Length;
        Tally.Rejected += problems.Length;
        var next = 0;
        foreach (var row in chunk.Rows)
        {
            var problem = row.Problem;
            for (; next < problems.Length && problems[next].Index < row.FirstEvent + row.EventCount; next++)
            {
                problem ??= new RowProblem(problems[next].Code, problems[next].Path, problems[next].Message);
            }

            CountRow(chunk, row, problem);
        }
    }

    private void CountRow(EventChunk chunk, ChunkRow row, RowProblem? problem)
    {
        if (problem is not null)
        {
            Tally.RowsRejected++;
            source.Reject(row.Number, problem, chunk.RawOf(row));
        }
        else if (row.EventCount == 0)
        {
            Tally.RowsWithoutEvents++;
        }
        else
        {
            Tally.RowsComplete++;
        }
    }

    // Waits for the abandoned requests, because they still read the chunks' memory.
    private async Task Abandon()
    {
        Tally.RowsUnconfirmed += current.Rows.Count;
        while (underWay.TryDequeue(out var abandoned))
        {
            await ((Task)abandoned.Answer).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Tally.RowsUnconfirmed += abandoned.Chunk.Rows.Count;
        }
    }
}
