namespace AutoCrm.Actors.Faults.Checking;

/// <summary>Compares what is left when everything has come to rest with the oracle. A pure function.</summary>
internal static class StateChecker
{
    /// <summary>Checks the actors and rows that were read.</summary>
    /// <param name="log">The log.</param>
    /// <param name="oracle">A fold of all of the log.</param>
    /// <param name="final">What was read.</param>
    public static List<Anomaly> Check(LogDump log, Oracle oracle, FinalState final) =>
    [
        .. Folded(log, final),
        .. oracle.Subjects.SelectMany(subject => Row(subject, oracle, final)),
        .. final.Actors.SelectMany(actor => State(actor.Key, actor.Value, log, oracle)),
        .. final.Quarantined.Select(line => new Anomaly(AnomalyKind.Quarantined, line)),
    ];

    /// <summary>Whether the log was read to its end, and everything in it is folded and searchable, and nothing is put aside: what a run waits for.</summary>
    public static bool IsFolded(LogDump log, Oracle oracle, FinalState final) =>
        final.Quarantined.Count == 0
        && log.Heads.All(head => head.Value == log.LastOffset(head.Key))
        && log.Partitions.All(p => final.Checkpoints.GetValueOrDefault(p) >= log.LastOffset(p))
        && oracle.Subjects.All(subject => final.Rows.GetValueOrDefault(subject)?.Revision >= oracle.RevisionOf(subject));

    private static IEnumerable<Anomaly> Folded(LogDump log, FinalState final)
    {
        foreach (var partition in log.Partitions)
        {
            var (folded, last) = (final.Checkpoints.GetValueOrDefault(partition), log.LastOffset(partition));
            if (folded < last)
            {
                yield return new(AnomalyKind.Unseen, $"partition {partition} is folded up to {folded} of {last}");
            }
            else if (folded > last)
            {
                yield return new(AnomalyKind.Aborted, $"partition {partition} is folded up to {folded}, its last event is {last}");
            }
        }
    }

    private static IEnumerable<Anomaly> Row(string subject, Oracle oracle, FinalState final)
    {
        var (row, revision) = (final.Rows.GetValueOrDefault(subject), oracle.RevisionOf(subject));
        if (row is null || row.Revision < revision)
        {
            yield return new(AnomalyKind.Unseen, $"the row of {subject} is at revision {row?.Revision ?? 0} of {revision}");
        }
        else if (row.Revision > revision)
        {
            yield return new(AnomalyKind.Miscounted, $"the row of {subject} is at revision {row.Revision}, and it has {revision} events");
        }
        else if (row.Text != oracle.RowOf(subject))
        {
            yield return new(AnomalyKind.RowDiverged, $"the row of {subject} is {row.Text}, and must be {oracle.RowOf(subject)}");
        }
    }

    private static IEnumerable<Anomaly> State(string subject, ActorState? actor, LogDump log, Oracle oracle)
    {
        var revision = oracle.RevisionOf(subject);
        if ((actor?.Revision ?? 0) < revision)
        {
            yield return new(AnomalyKind.Unseen, $"{subject} is at revision {actor?.Revision ?? 0} of {revision}");
        }
        else if (actor is not null && actor.Revision > revision)
        {
            yield return new(AnomalyKind.Miscounted, $"{subject} is at revision {actor.Revision}, and it has {revision} events");
        }
        else if (actor is not null && (actor.Text != oracle.StateOf(subject) || log.Count(subject, actor.Applied) != actor.Revision))
        {
            yield return new(AnomalyKind.Diverged, $"{subject} at revision {actor.Revision} and {actor.Applied} is not the fold of its events");
        }
    }
}
