using AutoCrm.Actors.Cli.Import;

namespace AutoCrm.Actors.Cli.Simulation;

/// <summary>A report as it goes over the wire.</summary>
/// <param name="Turn">Where it stands among the others.</param>
/// <param name="Line">The event, with the end of the line.</param>
/// <param name="Unheard">How many people and cars it is about of whom nobody has heard before.</param>
/// <param name="IsRepeat">Whether it was sent already.</param>
internal readonly record struct ReportLine(DateTimeOffset Turn, ReadOnlyMemory<byte> Line, int Unheard, bool IsRepeat);

/// <summary>Lives that are told together, so that what they report can be sent in the order of its times without telling it then.</summary>
internal sealed class LifeCohort
{
    /// <summary>People have telephone numbers for so many lives.</summary>
    public const int MostLives = 9_999_999;

    private const int LivesAtOnce = 500;

    private LifeCohort(int lives, IEnumerable<ReportLine> before, IEnumerable<ReportLine> measured)
    {
        Lives = lives;
        Before = [.. before.OrderBy(line => line.Turn)];
        Measured = [.. measured.OrderBy(line => line.Turn)];
    }

    /// <summary>How many lives they are.</summary>
    public int Lives { get; }

    /// <summary>What is sent before the measurement, in order.</summary>
    public IReadOnlyList<ReportLine> Before { get; }

    /// <summary>What is measured, in the order in which it is sent.</summary>
    public IReadOnlyList<ReportLine> Measured { get; }

    /// <summary>Tells lives. The cohort with the first life also opens the dealerships.</summary>
    /// <param name="plan">What is simulated; its number of customers does not matter.</param>
    /// <param name="from">The first life.</param>
    /// <param name="lives">How many lives at least.</param>
    /// <param name="reports">How many reports are measured at least.</param>
    /// <param name="cut">Cuts a life.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="OperatorException">There are not so many people.</exception>
    public static LifeCohort Tell(SimulationPlan plan, int from, int lives, int reports, Func<Life, IEnumerable<CutReport>> cut, CancellationToken cancellation)
    {
        var (before, measured) = (new List<ReportLine>(), new List<ReportLine>());
        before.AddRange(from == 0 ? Openings(plan) : []);
        var told = 0;
        for (; told < lives || measured.Count < reports; told += LivesAtOnce)
        {
            if (from + told + LivesAtOnce > MostLives)
            {
                throw new OperatorException($"No more than {MostLives} lives can be told.");
            }

            var numbers = Enumerable.Range(from + told, LivesAtOnce).AsParallel().AsOrdered().WithCancellation(cancellation);
            foreach (var lines in numbers.Select(life => Lines(cut(Life.Tell(plan, life)))))
            {
                before.AddRange(lines[true]);
                measured.AddRange(lines[false]);
            }
        }

        return new LifeCohort(told, before, measured);
    }

    private static IEnumerable<ReportLine> Openings(SimulationPlan plan) =>
        Lines(Enumerable.Range(0, plan.Dealerships).Select(dealership => Opening(DealershipHistory.Opening(plan, dealership))))[true];

    private static CutReport Opening(LifeStep step) => new(step.At, step, Unheard: 0, IsBefore: true);

    // By whether they are sent before.
    private static ILookup<bool, ReportLine> Lines(IEnumerable<CutReport> reports)
    {
        var buffer = new ByteBuffer();
        var ends = new List<(CutReport Report, int From, int End)>();
        foreach (var report in reports)
        {
            var from = buffer.Length;
            report.Step.WriteTo(buffer);
            ends.Add((report, from, buffer.Length));
        }

        ReadOnlyMemory<byte> bytes = buffer.Written.ToArray();
        return ends.ToLookup(
            one => one.Report.IsBefore,
            one => new ReportLine(one.Report.Turn, bytes[one.From..one.End], one.Report.Unheard, one.Report.IsRepeat));
    }
}
