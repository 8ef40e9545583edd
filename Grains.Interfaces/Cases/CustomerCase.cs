using System.Text.Json.Serialization;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Cases;

/// <summary>One case of a customer; its milestones are a set.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.customer-case")]
public sealed record CustomerCase : INumbered
{
    /// <summary>For how long after its resolution a case can be reopened as a matter of course; later it is a conflict.</summary>
    public static readonly TimeSpan Reopening = TimeSpan.FromDays(30);

    /// <summary>The case's number at the dealership, or at headquarters.</summary>
    [Id(0)] public string CaseId { get; init; } = string.Empty;

    /// <summary>The dealership; null for headquarters.</summary>
    [Id(1)] public string? Dealership { get; init; }

    /// <summary>What it is about, by the latest report; null while only later steps are reported.</summary>
    [Id(2)] public Stamped<CaseIntake>? Opened { get; init; }

    /// <summary>When it was opened first: the start of the clocks of response and resolution.</summary>
    [Id(3)] public EventStamp? FirstOpened { get; init; }

    /// <summary>Who looks after it, by the latest assignment.</summary>
    [Id(4)] public Stamped<string>? Advisor { get; init; }

    /// <summary>The first answer: it stops the clock of the response.</summary>
    [Id(5)] public EventStamp? FirstResponse { get; init; }

    /// <summary>The latest answer.</summary>
    [Id(6)] public EventStamp? LastResponse { get; init; }

    /// <summary>How urgent it is, by the latest event that says so.</summary>
    [Id(7)] public Stamped<CaseSeverity>? Urgency { get; init; }

    /// <summary>To whom it was given, by the latest escalation; empty where that was not told.</summary>
    [Id(8)] public Stamped<string>? Escalated { get; init; }

    /// <summary>How it was resolved, by the latest report: it stops the clock of the resolution.</summary>
    [Id(9)] public Stamped<string>? Resolved { get; init; }

    /// <summary>The latest time that it was opened again.</summary>
    [Id(10)] public EventStamp? Reopened { get; init; }

    /// <summary>The latest time that it was closed.</summary>
    [Id(11)] public EventStamp? Closed { get; init; }

    /// <summary>By when it should have been answered, where the system found that it was not.</summary>
    [Id(12)] public Stamped<DateTimeOffset>? ResponseOverdue { get; init; }

    /// <summary>By when it should have been resolved, where the system found that it was not.</summary>
    [Id(13)] public Stamped<DateTimeOffset>? ResolutionOverdue { get; init; }

    /// <inheritdoc />
    string INumbered.Id => CaseId;

    /// <summary>How urgent it is; as usual where nothing says so.</summary>
    [JsonIgnore]
    public CaseSeverity Severity => Urgency?.Value ?? CaseSeverity.Normal;

    /// <summary>
    /// A closed case stays closed unless it is reopened later; a resolved one too. Otherwise the furthest step since it
    /// was reopened decides.
    /// </summary>
    [JsonIgnore]
    public CaseState State => IsLater(Closed, Reopened) ? CaseState.Closed
        : IsLater(Resolved?.By, Reopened) ? CaseState.Resolved
        : IsLater(LastResponse, Reopened) ? CaseState.Pending
        : IsLater(Advisor?.By, Reopened) ? CaseState.Assigned
        : Reopened is not null ? CaseState.Reopened
        : CaseState.New;

    /// <summary>Whether somebody still has to look after it.</summary>
    [JsonIgnore]
    public bool IsOpen => State is not (CaseState.Resolved or CaseState.Closed);

    /// <summary>Whether it was reopened longer than <see cref="Reopening"/> after it was resolved or closed.</summary>
    [JsonIgnore]
    public bool WasReopenedLate
    {
        get
        {
            var ended = Resolved is not null && Resolved.By.CompareTo(Reopened) < 0 ? Resolved.By : null;
            ended = Closed is not null && Closed.CompareTo(Reopened) < 0 && Closed.CompareTo(ended) > 0 ? Closed : ended;
            return ended is not null && Reopened!.At - ended.At > Reopening;
        }
    }

    private static bool IsLater(EventStamp? one, EventStamp? other) => one is not null && one.CompareTo(other) > 0;
}

/// <summary>What a case is about.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Channel">How it came.</param>
/// <param name="Subject">What it is about, in a few words without personal data.</param>
/// <param name="Vin">The vehicle that it is about.</param>
[GenerateSerializer, Immutable, Alias("autocrm.case-intake")]
public sealed record CaseIntake(
    [property: Id(0)] CaseKind Kind,
    [property: Id(1)] ContactChannel Channel,
    [property: Id(2)] string? Subject,
    [property: Id(3)] string? Vin);

/// <summary>The states of a case: New → Assigned → Pending → Resolved → Closed; Reopened.</summary>
[GenerateSerializer, Alias("autocrm.case-state")]
public enum CaseState
{
    /// <summary>It was opened, and nobody has taken it.</summary>
    New = 0,

    /// <summary>Somebody is to look after it.</summary>
    Assigned = 1,

    /// <summary>The customer got an answer; it is not resolved.</summary>
    Pending = 2,

    /// <summary>What it asks for was done.</summary>
    Resolved = 3,

    /// <summary>It is closed.</summary>
    Closed = 4,

    /// <summary>It was opened again, and nobody has taken it since.</summary>
    Reopened = 5,
}

/// <summary>One answer of a customer to a survey.</summary>
/// <param name="By">The event that reported it.</param>
/// <param name="Kind">What was asked.</param>
/// <param name="Score">The answer, 0 to 10; 10 is best.</param>
/// <param name="Survey">The survey's name or number.</param>
/// <param name="Dealership">The dealership that it is about.</param>
[GenerateSerializer, Immutable, Alias("autocrm.customer-survey-answer")]
public sealed record CustomerSurveyAnswer(
    [property: Id(0)] EventStamp By,
    [property: Id(1)] SurveyKind Kind,
    [property: Id(2)] int Score,
    [property: Id(3)] string? Survey,
    [property: Id(4)] string? Dealership);
