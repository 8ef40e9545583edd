using AutoCrm.Actors.Cli.Simulation;
using Xunit;

namespace AutoCrm.Actors.Cli.Tests.Simulation;

/// <summary>Lives are cut for the benchmark so that nothing is missing in what is measured, and nobody in it is what they should not be.</summary>
public sealed class LifeCutTests
{
    private static readonly DateTimeOffset Until = new(2018, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly SimulationPlan Plan = new(7, 10, 0, Until.AddYears(-2), Until) { DaysAfter = 2_922 };
    private static readonly Life[] Lives = [.. Enumerable.Range(0, 1_000).Select(life => Life.Tell(Plan, life))];

    [Fact]
    public void A_life_that_goes_on_is_whole_and_only_what_is_sent_after_the_cut_is_measured()
    {
        foreach (var life in Lives)
        {
            var cut = LifeCut.GoingOn(life, Until).ToArray();

            Assert.Equal(life.Steps.Sum(step => step.Repeats + 1), cut.Length);
            Assert.Equal(cut.OrderBy(report => report.Sent).Select(report => report.Step), cut.Select(report => report.Step));
            Assert.All(cut, report => Assert.Equal(report.Sent <= Until, report.IsBefore));
        }
    }

    [Fact]
    public void Whoever_goes_on_living_is_nearly_always_known()
    {
        var measured = Lives.SelectMany(life => LifeCut.GoingOn(life, Until)).Where(report => !report.IsBefore).ToArray();

        Assert.InRange(measured.Sum(report => report.Unheard) / (double)measured.Length, 0.001, 0.05);
        Assert.True(measured.Length > 10 * Lives.Length, $"{measured.Length} reports");
    }

    [Fact]
    public void Each_person_and_car_is_unheard_of_once()
    {
        foreach (var life in Lives.Take(200))
        {
            foreach (var cut in (CutReport[][])[[.. LifeCut.GoingOn(life, Until)], [.. LifeCut.Beginning(life, Plan)]])
            {
                Assert.Equal(cut.SelectMany(Named).Distinct().Count(), cut.Sum(report => report.Unheard));
            }
        }
    }

    [Fact]
    public void A_beginning_is_all_that_is_sent_of_the_first_day_of_everybody_whom_it_names()
    {
        foreach (var life in Lives.Take(200))
        {
            var sent = LifeCut.GoingOn(life, Until).ToArray();
            var first = sent.SelectMany(report => Named(report).Select(subject => (subject, report.Sent)))
                .GroupBy(one => one.subject).ToDictionary(group => group.Key, group => group.Min(one => one.Sent));
            var expected = sent.Where(report => Named(report).All(subject => report.Sent < first[subject] + LifeCut.Novelty));

            Assert.Equal(
                expected.Select(report => (report.Sent, report.Step)), LifeCut.Beginning(life, Plan).Select(report => (report.Sent, report.Step)));
        }
    }

    [Fact]
    public void What_is_sent_again_was_sent_before_in_either_cut()
    {
        foreach (var cut in (Func<Life, IEnumerable<CutReport>>[])[life => LifeCut.GoingOn(life, Until), life => LifeCut.Beginning(life, Plan)])
        {
            var repeats = 0;
            foreach (var life in Lives)
            {
                var seen = new HashSet<LifeStep>(ReferenceEqualityComparer.Instance);
                foreach (var report in cut(life))
                {
                    Assert.Equal(report.IsRepeat, !seen.Add(report.Step));
                    repeats += report.IsRepeat ? 1 : 0;
                }
            }

            Assert.True(repeats > 10, $"{repeats} repeats");
        }
    }

    [Fact]
    public void A_cohort_has_as_many_lives_and_reports_as_are_needed_in_the_order_of_their_times()
    {
        var few = Tell(0, lives: 1, reports: 1_000);
        var many = Tell(0, lives: 1_200, reports: 1);

        Assert.InRange(few.Measured.Count, 1_000, 40_000);
        Assert.True(few.Lives < 1_200 && many.Lives is >= 1_200 and < 2_000);
        Assert.All([few.Before, few.Measured, many.Before, many.Measured], Ordered);
        Assert.All(many.Before, line => Assert.True(line.Turn <= Until));
        Assert.All(many.Measured, line => Assert.True(line.Turn > Until));
        Assert.All(many.Measured, line => Assert.EndsWith("}\n", System.Text.Encoding.UTF8.GetString(line.Line.Span), StringComparison.Ordinal));
    }

    [Fact]
    public void Each_part_of_a_cohort_of_beginnings_has_all_sorts_of_them_in_the_same_proportion()
    {
        var cohort = LifeCohort.Tell(Plan, 0, 4_000, 1, life => LifeCut.Beginning(life, Plan), default);
        var tenths = cohort.Measured.Chunk((cohort.Measured.Count + 9) / 10).ToArray();

        foreach (var type in (string[])["vehicle.planned", "customer.registered", "lead.received"])
        {
            var shares = tenths.Select(tenth => (double)tenth.Count(line => TextOf([line]).Contains(type, StringComparison.Ordinal)) / tenth.Length).ToArray();
            Assert.All(shares, share => Assert.InRange(share / shares.Average(), 0.8, 1.25));
        }
    }

    [Fact]
    public void The_same_seed_makes_the_same_cohort()
    {
        var (one, other) = (Tell(0, 500, 1), Tell(0, 500, 1));

        Assert.Equal(TextOf(one.Before), TextOf(other.Before));
        Assert.Equal(TextOf(one.Measured), TextOf(other.Measured));
        Assert.NotEqual(TextOf(one.Measured), TextOf(LifeCohort.Tell(Plan with { Seed = 8 }, 0, 500, 1, life => LifeCut.GoingOn(life, Until), default).Measured));
    }

    [Fact]
    public void Only_the_first_cohort_opens_the_dealerships_no_two_share_an_event_and_only_repeats_come_twice()
    {
        var first = Tell(0, 500, 1);
        var second = LifeCohort.Tell(Plan, first.Lives, 500, 1, life => LifeCut.Beginning(life, Plan), default);

        Assert.Equal(Plan.Dealerships, first.Before.Count(line => TextOf([line]).Contains("autocrm.dealership.registered", StringComparison.Ordinal)));
        Assert.Empty(second.Before);
        Assert.Empty(Ids(first.Before).Concat(Ids(first.Measured)).Intersect(Ids(second.Measured)));
        Assert.All((IReadOnlyList<ReportLine>[])[[.. first.Before, .. first.Measured], second.Measured], lines => Assert.Equal(
            lines.Count - Ids(lines).Distinct().Count(), lines.Count(line => line.IsRepeat)));
    }

    private static LifeCohort Tell(int from, int lives, int reports) =>
        LifeCohort.Tell(Plan, from, lives, reports, life => LifeCut.GoingOn(life, Until), default);

    private static void Ordered(IReadOnlyList<ReportLine> lines) =>
        Assert.All(lines.Zip(lines.Skip(1)), pair => Assert.True(pair.First.Turn <= pair.Second.Turn));

    private static IEnumerable<string> Named(CutReport report) => new[] { report.Step.Customer, report.Step.Vin }.OfType<string>();

    private static string TextOf(IEnumerable<ReportLine> lines) => string.Concat(lines.Select(line => System.Text.Encoding.UTF8.GetString(line.Line.Span)));

    private static IEnumerable<string> Ids(IEnumerable<ReportLine> lines) => lines.Select(line =>
    {
        using var json = System.Text.Json.JsonDocument.Parse(line.Line);
        return json.RootElement.GetProperty("id").GetString()!;
    });
}
