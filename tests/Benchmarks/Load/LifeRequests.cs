using AutoCrm.Actors.Cli.Simulation;

namespace AutoCrm.Actors.Benchmarks.Load;

/// <summary>Requests with reports of many dealerships, in the order in which they are sent.</summary>
internal static class LifeRequests
{
    public static IEnumerable<EventBody> Of(IReadOnlyList<ReportLine> lines, int from, int count, int batch)
    {
        for (var end = from + count; from < end; from += batch)
        {
            yield return Body(lines, from, Math.Min(batch, end - from));
        }
    }

    private static EventBody Body(IReadOnlyList<ReportLine> lines, int from, int count)
    {
        var (length, repeats, unheard) = (0, 0, 0);
        for (var n = from; n < from + count; n++)
        {
            length += lines[n].Line.Length;
            repeats += lines[n].IsRepeat ? 1 : 0;
            unheard += lines[n].Unheard;
        }

        var bytes = new byte[length];
        for (var (n, at) = (from, 0); n < from + count; n++)
        {
            lines[n].Line.CopyTo(bytes.AsMemory(at));
            at += lines[n].Line.Length;
        }

        return new EventBody(bytes, count) { Repeats = repeats, Unheard = unheard };
    }
}
