using AutoCrm.Actors.Events;
using AutoCrm.Actors.Faults.History;

namespace AutoCrm.Actors.Faults.Checking;

/// <summary>Judges what clients saw: exact, never from nowhere, never older than demanded, never backwards.</summary>
internal static class ReadChecker
{
    public static IEnumerable<Anomaly> Check(IReadOnlyList<Entry> history, LogDump log)
    {
        var demanded = history.OfType<Reading>().Where(r => r.AtLeast is not null).ToDictionary(r => r.Op, r => r.AtLeast!);
        var highest = new Dictionary<(int Client, long Connection, SeenIn Where, string Subject), long>();
        foreach (var seen in history.OfType<Seen>())
        {
            foreach (var wrong in One(seen, demanded.GetValueOrDefault(seen.Op), log))
            {
                yield return wrong;
            }

            // A subscription starts anew with each connection; a client's reads do not.
            var key = (seen.Client, seen.Where == SeenIn.Push ? seen.Op : 0, seen.Where, seen.Subject);
            if (highest.TryGetValue(key, out var before) && seen.Revision < before)
            {
                yield return new(
                    AnomalyKind.NonMonotonic, $"client {seen.Client} saw {seen.Subject} in {seen.Where} at revision {before}, then at {seen.Revision}, operation {seen.Op}");
            }

            highest[key] = Math.Max(before, seen.Revision);
        }
    }

    private static IEnumerable<Anomaly> One(Seen seen, string? atLeast, LogDump log)
    {
        if (seen.Revision > log.Count(seen.Subject))
        {
            yield return new(
                AnomalyKind.Miscounted, $"{seen.Subject} was seen in {seen.Where} at revision {seen.Revision} and has {log.Count(seen.Subject)} events");
        }

        if (PositionToken.TryParse(seen.Position, out var position))
        {
            foreach (var wrong in Exact(seen, position, log))
            {
                yield return wrong;
            }
        }

        if (PositionToken.TryParse(atLeast, out var least) && log.Count(seen.Subject, least) is var due && seen.Revision < due)
        {
            yield return new(
                AnomalyKind.Stale, $"{seen.Subject} was read in {seen.Where} at revision {seen.Revision}; the position that was demanded holds {due}, operation {seen.Op}");
        }
    }

    private static IEnumerable<Anomaly> Exact(Seen seen, PositionToken position, LogDump log)
    {
        if (position.Epoch != log.Epoch || position.Positions.Any(p => p.Offset > log.LastOffset(p.Partition)))
        {
            yield return new(AnomalyKind.Aborted, $"{seen.Subject} was seen at {position}, which is not in the log");
        }
        else if (log.Count(seen.Subject, position) is var exact && exact != seen.Revision)
        {
            yield return new(
                AnomalyKind.Miscounted, $"{seen.Subject} was seen in {seen.Where} at revision {seen.Revision} with {exact} events up to its position, operation {seen.Op}");
        }
    }
}
