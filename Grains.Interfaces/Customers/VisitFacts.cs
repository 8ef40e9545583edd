using System.Collections.Immutable;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Service;

namespace AutoCrm.Actors.Customers;

/// <summary>What a customer's visits to workshops say about the stage.</summary>
internal readonly struct VisitFacts
{
    private readonly ImmutableArray<CustomerVisit> visits;

    private VisitFacts(ImmutableArray<CustomerVisit> visits, int came, DateTimeOffset first, CustomerVisit? last) =>
        (this.visits, Came, First, Last) = (visits, came, first, last);

    /// <summary>How often a vehicle came.</summary>
    public int Came { get; }

    /// <summary>When one came first.</summary>
    public DateTimeOffset First { get; }

    /// <summary>The visit for which one came last.</summary>
    public CustomerVisit? Last { get; }

    public static VisitFacts Of(ImmutableArray<CustomerVisit> visits)
    {
        var facts = new VisitFacts(visits, 0, DateTimeOffset.MaxValue, null);
        foreach (var visit in visits)
        {
            if (visit.CameBy is { } by)
            {
                facts = facts.With(visits, visit, by);
            }
        }

        return facts;
    }

    /// <summary>The same of the next state; a visit that has come is not compared with all the others.</summary>
    public VisitFacts Next(ImmutableArray<CustomerVisit> next)
    {
        if (!visits.IsDefault && visits == next)
        {
            return this;
        }

        if (visits.IsDefault || !ListChange.IsOne(visits, next, out var was, out var now))
        {
            return Of(next);
        }

        if (was?.CameBy is not { } came)
        {
            return now!.CameBy is { } by ? With(next, now, by) : new VisitFacts(next, Came, First, Last);
        }

        // Of one that is neither the first nor the last, or still is when it was, the others need not be asked.
        return ReferenceEquals(came, now!.CameBy) ? new VisitFacts(next, Came, First, ReferenceEquals(was, Last) ? now : Last) : Of(next);
    }

    private VisitFacts With(ImmutableArray<CustomerVisit> all, CustomerVisit visit, EventStamp by) =>
        new(all, Came + 1, by.At < First ? by.At : First, by.CompareTo(Last?.CameBy) > 0 ? visit : Last);
}
