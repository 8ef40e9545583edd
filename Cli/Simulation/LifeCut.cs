namespace AutoCrm.Actors.Cli.Simulation;

/// <summary>A report of a life that was cut for a measurement.</summary>
/// <param name="Sent">When it is sent.</param>
/// <param name="Step">What it says.</param>
/// <param name="Unheard">How many people and cars it is about of whom nobody has heard before.</param>
/// <param name="IsBefore">Whether it is sent before the measurement, so that the actors exist.</param>
internal readonly record struct CutReport(DateTimeOffset Sent, LifeStep Step, int Unheard, bool IsBefore = false)
{
    /// <summary>Whether it was sent already.</summary>
    public bool IsRepeat => Sent > Step.Sent;

    /// <summary>Where it stands among the reports of all lives that are measured together.</summary>
    public DateTimeOffset Turn { get; init; } = Sent;
}

/// <summary>Which part of a life is measured. A part is never thinned out: it has its late reports, repeats and contradictions.</summary>
internal static class LifeCut
{
    /// <summary>Whoever was heard of first so long ago is not new any more.</summary>
    public static readonly TimeSpan Novelty = TimeSpan.FromDays(1);

    /// <summary>The life goes on: what is sent after an instant is measured, all else is sent before.</summary>
    public static IEnumerable<CutReport> GoingOn(Life life, DateTimeOffset after) =>
        Counted(InOrder(life)).Select(report => report with { IsBefore = report.Sent <= after });

    /// <summary>
    /// Everybody is new: only what is sent within <see cref="Novelty"/> of the first report about each person and car that it
    /// names. People come for a time, and after it there are only the cars that they go on to buy and who takes those over;
    /// so the years after it are laid over the time in which people come: then each part of it has all sorts of beginnings
    /// in the same proportion, as where people have always come.
    /// </summary>
    public static IEnumerable<CutReport> Beginning(Life life, SimulationPlan plan)
    {
        var reports = InOrder(life).ToArray();
        var first = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        foreach (var (sent, step) in reports)
        {
            foreach (var subject in Subjects(step))
            {
                first.TryAdd(subject, sent);
            }
        }

        return Counted(reports.Where(report => Subjects(report.Step).All(subject => report.Sent - first[subject] < Novelty)))
            .Select(report => report with { Turn = Laid(report.Step.Sent, plan) + (report.Sent - report.Step.Sent) });
    }

    private static DateTimeOffset Laid(DateTimeOffset sent, SimulationPlan plan)
    {
        var (since, coming) = ((sent - plan.Start).Ticks, (plan.Until - plan.Start).Ticks);
        return plan.Start.AddTicks(((since % coming) + coming) % coming);
    }

    private static IEnumerable<(DateTimeOffset Sent, LifeStep Step)> InOrder(Life life) =>
        DealershipHistory.Reports([life], _ => true).OrderBy(report => report.Sent);

    // No two lives share a person or a car.
    private static IEnumerable<CutReport> Counted(IEnumerable<(DateTimeOffset Sent, LifeStep Step)> reports)
    {
        var heard = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (sent, step) in reports)
        {
            yield return new CutReport(sent, step, Subjects(step).Count(heard.Add));
        }
    }

    private static IEnumerable<string> Subjects(LifeStep step) => new[] { step.Customer, step.Vin }.OfType<string>();
}
