using AutoCrm.Actors.Cases;
using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Grains.Customers;

/// <summary>
/// The clocks of a customer: those of cases that headquarters looks after. A dealership's cases have theirs in its book,
/// where its opening hours are known. Pure.
/// </summary>
internal static class CustomerDue
{
    public static DateTimeOffset? NextOf(Customer customer)
    {
        DateTimeOffset? next = null;
        foreach (var one in customer.Cases)
        {
            if (one.Dealership is null)
            {
                next = Instants.Earlier(Instants.Earlier(next, ResponseDue(one)), ResolutionDue(one));
            }
        }

        return next;
    }

    /// <summary>What has come due, the earliest first. Each event ends what made it due.</summary>
    public static IEnumerable<DueEvent> Due(Customer customer, DateTimeOffset now) =>
        customer.Cases.Where(one => one.Dealership is null).SelectMany(one => Late(one, now)).OrderBy(due => due.At);

    private static IEnumerable<DueEvent> Late(CustomerCase one, DateTimeOffset now)
    {
        if (ResponseDue(one) is { } response && response <= now)
        {
            yield return Late(one, CaseTarget.Response, one.FirstOpened!, response);
        }

        if (ResolutionDue(one) is { } resolution && resolution <= now)
        {
            yield return Late(one, CaseTarget.Resolution, SinceOf(one)!, resolution);
        }
    }

    private static DueEvent Late(CustomerCase one, CaseTarget target, EventStamp since, DateTimeOffset due) =>
        CaseOverdueEvent.Of(one.CaseId, target, since, due.ToUniversalTime()) with { Vin = one.Opened?.Value.Vin };

    private static DateTimeOffset? ResponseDue(CustomerCase one) =>
        one is { IsOpen: true, FirstOpened: { } opened, FirstResponse: null, Resolved: null, ResponseOverdue: null } ? After(opened, CaseTargets.ResponseIn(one.Severity)) : null;

    private static DateTimeOffset? ResolutionDue(CustomerCase one) =>
        one.IsOpen && SinceOf(one) is { } since && !(one.ResolutionOverdue?.By.At >= since.At) ? After(since, CaseTargets.ResolutionIn(one.Severity)) : null;

    private static EventStamp? SinceOf(CustomerCase one) => one.Reopened?.CompareTo(one.FirstOpened) > 0 ? one.Reopened : one.FirstOpened;

    // Occurrence times are the senders' and may lie anywhere a date can.
    private static DateTimeOffset? After(EventStamp since, TimeSpan time) => since.At < DateTimeOffset.MaxValue - time ? since.At + time : null;
}
