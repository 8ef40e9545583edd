using System.Collections.Concurrent;
using AutoCrm.Actors.Cli.Import;

namespace AutoCrm.Actors.Cli.Simulation;

/// <summary>A field in which the truth and an actor differ.</summary>
internal sealed record Difference(string Subject, string Field, string Expected, string Actual);

/// <summary>Asks the system for everybody in a truth file, and compares. Whoever differs is asked again while events wait to be folded.</summary>
/// <param name="target">Whom to ask.</param>
/// <param name="lag">How many events of the log are not folded yet; null if nobody can tell.</param>
/// <param name="time">The clock.</param>
internal sealed class TruthCheck(ImportTarget target, Func<CancellationToken, Task<long?>> lag, TimeProvider time) : IDisposable
{
    private const int Window = 8;

    // Of a system that is far behind nearly everybody differs: more than this is not kept to be asked again.
    private const int MostAskedAgain = 20_000;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly TruthQuestions questions = new(target, time);
    private readonly ConcurrentDictionary<string, int> compared = new(StringComparer.Ordinal);
    private int subjects;

    /// <summary>How many subjects were compared in each field.</summary>
    public IReadOnlyDictionary<string, int> Compared => compared;

    /// <summary>How many subjects were compared.</summary>
    public int Subjects => subjects;

    /// <summary>Compares everybody.</summary>
    /// <param name="path">The truth file.</param>
    /// <param name="patience">How long the system may take to catch up.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>What differs for good.</returns>
    public async Task<IReadOnlyCollection<Difference>> Run(string path, TimeSpan patience, CancellationToken cancellation)
    {
        var began = time.GetTimestamp();
        await CatchUp(began, patience, cancellation);
        var (differing, lost) = (new ConcurrentBag<TrueSubject>(), new ConcurrentQueue<Difference>());
        await Ask(File.ReadLines(path).Select(TrueSubject.Read).Select(Counted), (subject, found) =>
        {
            if (differing.Count < MostAskedAgain)
            {
                differing.Add(subject);
                return;
            }

            found.ToList().ForEach(lost.Enqueue);
        }, cancellation);
        return [.. await AskAgain(differing, began, patience, cancellation), .. lost];
    }

    public void Dispose() => questions.Dispose();

    // Once nothing waits to be folded, the next answer is the last one.
    private async Task<List<Difference>> AskAgain(IReadOnlyCollection<TrueSubject> differing, long began, TimeSpan patience, CancellationToken cancellation)
    {
        var differences = new List<Difference>();
        for (var isLast = false; differing.Count > 0 && !isLast;)
        {
            isLast = await lag(cancellation) == 0 || time.GetElapsedTime(began) >= patience;
            var left = new ConcurrentBag<TrueSubject>();
            differences.Clear();
            await Ask(differing, (subject, found) =>
            {
                left.Add(subject);
                lock (differences)
                {
                    differences.AddRange(found);
                }
            }, cancellation);
            differing = left;
            await (isLast ? Task.CompletedTask : Task.Delay(Pause, time, cancellation));
        }

        return differences;
    }

    private async Task CatchUp(long began, TimeSpan patience, CancellationToken cancellation)
    {
        while (await lag(cancellation) > 0 && time.GetElapsedTime(began) < patience)
        {
            await Task.Delay(Pause, time, cancellation);
        }
    }

    private async Task Ask(IEnumerable<TrueSubject> of, Action<TrueSubject, IEnumerable<Difference>> differs, CancellationToken cancellation)
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Window, CancellationToken = cancellation };
        await Parallel.ForEachAsync(of.Chunk(TruthQuestions.SubjectsPerRequest), parallel, async (batch, token) =>
        {
            foreach (var (subject, found) in await questions.Ask(batch, token))
            {
                if (found.Length > 0)
                {
                    differs(subject, found);
                }
            }
        });
    }

    private TrueSubject Counted(TrueSubject subject)
    {
        Interlocked.Increment(ref subjects);
        foreach (var field in subject.Fields)
        {
            compared.AddOrUpdate(field, 1, static (_, count) => count + 1);
        }

        return subject;
    }
}
