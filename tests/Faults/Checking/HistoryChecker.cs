using System.Text.Json.Nodes;
using AutoCrm.Actors.Faults.History;

namespace AutoCrm.Actors.Faults.Checking;

/// <summary>Compares what clients did and saw with the log, in the manner of Jepsen's log workloads. A pure function.</summary>
internal static class HistoryChecker
{
    /// <summary>Checks a history.</summary>
    /// <param name="history">What clients did and saw; only operations that are complete in it are judged.</param>
    /// <param name="log">The log, read after all of it.</param>
    public static List<Anomaly> Check(IReadOnlyList<Entry> history, LogDump log) =>
    [
        .. Dense(log),
        .. Once(log),
        .. Kept(history, log),
        .. Receipts(history),
        .. Ordered(history, log),
        .. ReadChecker.Check(history, log),
    ];

    private static IEnumerable<Anomaly> Dense(LogDump log)
    {
        foreach (var jump in log.Jumps)
        {
            yield return new(AnomalyKind.Gap, $"the log has {jump} without the offset before it");
        }

        foreach (var (partition, head) in log.Heads)
        {
            if (head != log.LastOffset(partition))
            {
                yield return new(AnomalyKind.Gap, $"the head of partition {partition} is {head}, its last event is {log.LastOffset(partition)}");
            }
        }
    }

    private static IEnumerable<Anomaly> Once(LogDump log)
    {
        foreach (var again in log.Repeated)
        {
            yield return new(AnomalyKind.Duplicate, $"{again.Key} is at {log.Find(again.Key)} and again at {again.Event.Position}");
        }

        if (log.IdentityMismatches > 0)
        {
            yield return new(AnomalyKind.Duplicate, $"{log.IdentityMismatches} events and identities do not belong together");
        }
    }

    private static IEnumerable<Anomaly> Kept(IReadOnlyList<Entry> history, LogDump log)
    {
        var sent = new Dictionary<(string, string), SentEvent>();
        var sendings = history.OfType<Sending>().ToLookup(sending => sending.Op);
        foreach (var item in sendings.SelectMany(op => op).SelectMany(sending => sending.Events).Where(e => !e.Altered))
        {
            sent[item.Key] = item;
        }

        foreach (var acknowledged in history.OfType<Acknowledged>())
        {
            var events = sendings[acknowledged.Op].FirstOrDefault()?.Events ?? [];
            for (var index = 0; index < events.Count; index++)
            {
                if (!acknowledged.Rejected.ContainsKey(index) && log.Find(events[index].Key) is null)
                {
                    yield return new(AnomalyKind.Lost, $"{events[index].Key} of operation {acknowledged.Op} was acknowledged and is not in the log");
                }
            }
        }

        foreach (var stored in log.Events)
        {
            if (sent.TryGetValue(stored.Key, out var was) && !SameBody(stored, was))
            {
                yield return new(AnomalyKind.Foreign, $"{stored.Key} at {stored.Event.Position} is not what was sent");
            }
        }
    }

    private static bool SameBody(StoredEvent stored, SentEvent sent) =>
        stored.Event.Dealership == sent.Dealership
        && stored.Event.Customer == sent.Customer
        && stored.Event.Vin == sent.Vin
        && JsonNode.DeepEquals(JsonNode.Parse(stored.Data), JsonNode.Parse(sent.Data));

    private static IEnumerable<Anomaly> Receipts(IReadOnlyList<Entry> history)
    {
        var sendings = history.OfType<Sending>().ToLookup(sending => sending.Op);
        foreach (var acknowledged in history.OfType<Acknowledged>())
        {
            if (sendings[acknowledged.Op].FirstOrDefault() is not { } first)
            {
                continue;
            }

            var altered = first.Events.Count(e => e.Altered);
            if (acknowledged.Accepted + acknowledged.Duplicates + acknowledged.Rejected.Count != first.Events.Count)
            {
                yield return new(AnomalyKind.WrongReceipt, $"operation {acknowledged.Op} sent {first.Events.Count} events and was answered for another number");
            }
            else if (altered != acknowledged.Rejected.Count(r => r.Value == "conflict") || altered != acknowledged.Rejected.Count)
            {
                yield return new(AnomalyKind.WrongReceipt, $"operation {acknowledged.Op} has {altered} altered events; {acknowledged.Rejected.Count} were refused");
            }
            else if (first.Again && acknowledged.Accepted > 0)
            {
                yield return new(AnomalyKind.WrongReceipt, $"operation {acknowledged.Op} repeats what was acknowledged, and {acknowledged.Accepted} were taken as new");
            }
        }

        foreach (var gaveUp in history.OfType<GaveUp>())
        {
            yield return new(AnomalyKind.Unavailable, $"operation {gaveUp.Op} was not acknowledged long after the last fault");
        }
    }

    // What was acknowledged before something else was sent stands before it in its dealership's partition.
    private static IEnumerable<Anomaly> Ordered(IReadOnlyList<Entry> history, LogDump log)
    {
        var acknowledgedAt = history.OfType<Acknowledged>().GroupBy(a => a.Op).ToDictionary(a => a.Key, a => a.First().Seq);
        var known = new HashSet<(string, string)>();
        var spans = new Dictionary<string, List<Span>>();
        foreach (var first in history.OfType<Sending>().Where(s => s.Attempt == 1))
        {
            var fresh = first.Events.Where(e => !e.Altered && known.Add(e.Key)).ToList();
            foreach (var own in fresh.GroupBy(e => e.Dealership, StringComparer.Ordinal))
            {
                var offsets = own.Select(e => log.Find(e.Key)?.Offset).OfType<long>().ToList();
                if (offsets.Count > 0)
                {
                    if (!spans.TryGetValue(own.Key, out var list))
                    {
                        spans[own.Key] = list = [];
                    }

                    list.Add(new Span(first.Op, first.Seq, acknowledgedAt.GetValueOrDefault(first.Op, long.MaxValue), offsets.Min(), offsets.Max()));
                }
            }
        }

        return spans.SelectMany(own => OutOfOrder(own.Key, own.Value));
    }

    private static IEnumerable<Anomaly> OutOfOrder(string dealership, List<Span> spans)
    {
        var byEnd = spans.OrderBy(span => span.Acknowledged).ToList();
        var (next, highest) = (0, default(Span));
        foreach (var span in spans.OrderBy(span => span.Sent))
        {
            for (; next < byEnd.Count && byEnd[next].Acknowledged < span.Sent; next++)
            {
                highest = highest is null || byEnd[next].Last > highest.Last ? byEnd[next] : highest;
            }

            if (highest is not null && highest.Last > span.First)
            {
                yield return new(
                    AnomalyKind.Reordered,
                    $"{dealership}: operation {span.Op} was sent after {highest.Op} was acknowledged, and stands at offset {span.First} before {highest.Last}");
            }
        }
    }

    private sealed record Span(long Op, long Sent, long Acknowledged, long First, long Last);
}
