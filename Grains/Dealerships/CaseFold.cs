using AutoCrm.Actors.Cases;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Grains.Dealerships;

/// <summary>How events change a dealership's cases.</summary>
internal static class CaseFold
{
    public static DealershipBook Apply(DealershipBook book, LoggedEvent happened)
    {
        var by = happened.Stamp;
        return happened.Payload switch
        {
            CaseOpened e => book.Note(e.CaseId, by, one => one with
            {
                Opened = History.Last(one.Opened, OriginOf(happened, e.Kind), by),
                Urgency = History.Last(one.Urgency, e.Severity, by),
            }),
            CaseAssigned e => book.Note(e.CaseId, by, one => one with { Assigned = History.Last(one.Assigned, e.Advisor, by) }),
            CaseResponded e => book.Note(e.CaseId, by, one => one with { Responded = History.Later(one.Responded, by) }),
            CaseEscalated { Severity: { } severity } e => book.Note(e.CaseId, by, one => one with { Urgency = History.Last(one.Urgency, severity, by) }),
            CaseResolved e => book.Note(e.CaseId, by, one => one with { Resolved = History.Later(one.Resolved, by) }),
            CaseReopened e => book.Note(e.CaseId, by, one => one with { Reopened = History.Last(one.Reopened, OriginOf(happened, null), by) }),
            CaseOverdue { Target: CaseTarget.Response } e => book.Note(
                e.CaseId, by, one => one with { ResponseOverdue = History.Last(one.ResponseOverdue, e.Due, by) }),
            CaseOverdue e => book.Note(e.CaseId, by, one => one with { ResolutionOverdue = History.Last(one.ResolutionOverdue, e.Due, by) }),
            CaseClosed e => book.WithCases(book.Cases.Close(e.CaseId, by.At.UtcTicks, book.Horizon(DealershipBook.Short)), e.CaseId),
            _ => book,
        };
    }

    private static CaseOrigin OriginOf(LoggedEvent happened, CaseKind? kind) => new(happened.Customer, happened.Vin, kind);

    private static DealershipBook Note(this DealershipBook book, string id, EventStamp by, Func<CaseProcess, CaseProcess> change) =>
        book.WithCases(book.Cases.Note(id, by.At.UtcTicks, book.Horizon(DealershipBook.Short), change), id);
}
