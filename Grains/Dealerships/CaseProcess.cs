using AutoCrm.Actors.Cases;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Grains.Dealerships;

/// <summary>Whose case it is, and about which vehicle.</summary>
internal sealed record CaseOrigin(string? Customer, string? Vin, CaseKind? Kind);

/// <summary>A case since it was last closed.</summary>
internal sealed record CaseProcess : IClocked<CaseProcess>
{
    public Stamped<CaseOrigin>? Opened { get; init; }

    public Stamped<CaseOrigin>? Reopened { get; init; }

    public Stamped<CaseSeverity>? Urgency { get; init; }

    /// <summary>The advisor.</summary>
    public Stamped<string>? Assigned { get; init; }

    public EventStamp? Responded { get; init; }

    public EventStamp? Resolved { get; init; }

    /// <summary>It was noted that the first answer was late, with when it was due.</summary>
    public Stamped<DateTimeOffset>? ResponseOverdue { get; init; }

    /// <summary>It was noted that the resolution was late, with when it was due.</summary>
    public Stamped<DateTimeOffset>? ResolutionOverdue { get; init; }

    public long Due { get; init; }

    public CaseSeverity Severity => Urgency?.Value ?? CaseSeverity.Normal;

    /// <summary>The event from which the time of the resolution counts.</summary>
    public Stamped<CaseOrigin>? Since => Reopened is not null && Reopened.By.CompareTo(Opened?.By) > 0 ? Reopened : Opened;

    public bool IsOpen => Since is { } since && !(Resolved?.At >= since.By.At);

    /// <summary>Whether the clock of the first answer runs, or has run out unnoticed.</summary>
    public bool AwaitsResponse => IsOpen && !IsAnswered && Opened is { } opened && !(ResponseOverdue?.By.At >= opened.By.At);

    /// <summary>Whether the clock of the resolution runs, or has run out unnoticed.</summary>
    public bool AwaitsResolution => IsOpen && !(ResolutionOverdue?.By.At >= Since!.By.At);

    /// <summary>Whether it was noted that something was late which is still missing.</summary>
    public bool IsLate => IsOpen && (ResolutionOverdue?.By.At >= Since!.By.At
        || (!IsAnswered && Opened is { } opened && ResponseOverdue?.By.At >= opened.By.At));

    // A resolution is an answer, too, also if it did not last.
    private bool IsAnswered => Opened is { } opened && (Responded?.At >= opened.By.At || Resolved?.At >= opened.By.At);

    public CaseProcess WithDue(long due) => this with { Due = due };

    public CaseProcess? After(long ticks)
    {
        var left = this with
        {
            Opened = Opened.After(ticks),
            Reopened = Reopened.After(ticks),
            Urgency = Urgency.After(ticks),
            Assigned = Assigned.After(ticks),
            Responded = Responded.After(ticks),
            Resolved = Resolved.After(ticks),
            ResponseOverdue = ResponseOverdue.After(ticks),
            ResolutionOverdue = ResolutionOverdue.After(ticks),
        };
        var isEmpty = left is
        {
            Opened: null, Reopened: null, Urgency: null, Assigned: null, Responded: null, Resolved: null,
            ResponseOverdue: null, ResolutionOverdue: null,
        };
        return isEmpty ? null : left == this ? this : left;
    }
}
