using AutoCrm.Actors.Cases;
using AutoCrm.Actors.Dealerships;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Grains.Dealerships;
using Xunit;

namespace AutoCrm.Actors.Grains.Tests.Dealerships;

/// <summary>A dealership's cases have to be answered and resolved within its opening hours.</summary>
public sealed class CaseClockTests
{
    // Open from eight to six on working days, in Berlin; the fourth of May 2026 is a Monday.
    private static readonly LoggedEvent Profile = At("2026-01-01T00:00:00Z", new DealershipRegistered
    {
        Name = "North",
        TimeZone = "Europe/Berlin",
        OpeningHours = [.. Enumerable.Range(1, 5).Select(day => new OpeningTime { Day = (DayOfWeek)day, Opens = "08:00", Closes = "18:00" })],
    });

    private static readonly LoggedEvent Opened = Open("2026-05-04T17:00:00+02:00", CaseSeverity.Critical);

    [Fact]
    public void The_clock_stands_still_while_the_dealership_is_closed()
    {
        Assert.Equal(Instant("2026-05-04T18:00:00+02:00"), DealershipClocks.Next(Book(Opened)));
        Assert.Equal(Instant("2026-05-05T11:00:00+02:00"), DealershipClocks.Next(Book(Open("2026-05-04T17:00:00+02:00", CaseSeverity.High))));
        Assert.Equal(Instant("2026-05-11T09:00:00+02:00"), DealershipClocks.Next(Book(Open("2026-05-08T18:30:00+02:00", CaseSeverity.Critical))));
    }

    [Fact]
    public void An_answer_leaves_the_clock_of_the_resolution()
    {
        var answered = Book(Opened, At("2026-05-04T17:20:00+02:00", new CaseResponded { CaseId = "K1" }));
        Assert.Equal(Instant("2026-05-05T15:00:00+02:00"), DealershipClocks.Next(answered));
        Assert.Empty(DealershipClocks.Due(answered, Instant("2026-05-05T14:59:59+02:00")));

        var late = Assert.Single(DealershipClocks.Due(answered, Instant("2026-05-05T15:00:00+02:00")));
        var derived = Happenings.Logged(late.Of(Subject.Dealership("D07")));
        Assert.Equal(
            new CaseOverdue { CaseId = "K1", Target = CaseTarget.Resolution, Due = Instant("2026-05-05T15:00:00+02:00").ToUniversalTime() },
            derived.Payload);
        Assert.Equal(("C1", "VIN", "D07"), (derived.Customer, derived.Vin, derived.Dealership));
        var noted = DealershipFold.Apply(answered, derived);
        Assert.Null(DealershipClocks.Next(noted));
        Assert.Equal((1, 1), (noted.At(Instant("2026-05-06T00:00:00Z")).OpenCases, noted.At(Instant("2026-05-06T00:00:00Z")).OverdueCases));
    }

    [Fact]
    public void Who_does_nothing_is_late_twice()
    {
        var due = DealershipClocks.Due(Book(Opened), Instant("2026-05-08T00:00:00Z")).ToArray();
        Assert.Equal(2, due.Length);
        Assert.Equal(Instant("2026-05-04T18:00:00+02:00"), due[0].At);
        Assert.Null(DealershipClocks.Next(due.Select(e => Happenings.Logged(e.Of(Subject.Dealership("D07")))).Aggregate(Book(Opened), DealershipFold.Apply)));
    }

    [Fact]
    public void What_becomes_more_urgent_is_due_earlier()
    {
        var normal = Open("2026-05-04T09:00:00+02:00", CaseSeverity.Normal);
        Assert.Equal(Instant("2026-05-04T17:00:00+02:00"), DealershipClocks.Next(Book(normal)));
        Assert.Equal(
            Instant("2026-05-04T13:00:00+02:00"),
            DealershipClocks.Next(Book(normal, At("2026-05-04T10:00:00+02:00", new CaseEscalated { CaseId = "K1", Severity = CaseSeverity.High }))));
    }

    [Fact]
    public void A_resolved_case_has_no_clock_until_it_is_opened_again()
    {
        var resolved = At("2026-05-04T17:30:00+02:00", new CaseResolved { CaseId = "K1", How = "Refunded" });
        Assert.Null(DealershipClocks.Next(Book(Opened, resolved)));
        Assert.Equal(0, Book(Opened, resolved).At(Instant("2026-05-05T00:00:00Z")).OpenCases);

        var reopened = At("2026-05-06T09:00:00+02:00", new CaseReopened { CaseId = "K1" });
        Assert.Equal(Instant("2026-05-06T17:00:00+02:00"), DealershipClocks.Next(Book(Opened, resolved, reopened)));
        Assert.Equal(Instant("2026-05-06T17:00:00+02:00"), DealershipClocks.Next(Book(reopened, resolved, Opened)));
    }

    private static DealershipBook Book(params LoggedEvent[] events) => DealershipBookTests.Book([Profile, .. events]);

    private static LoggedEvent Open(string time, CaseSeverity severity) => At(
        time, new CaseOpened { CaseId = "K1", Kind = CaseKind.Complaint, Severity = severity, Channel = ContactChannel.Phone });

    private static LoggedEvent At(string time, EventPayload payload) => Happenings.On(time, payload);

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
