using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Cases;

/// <summary>A customer wants something looked after. The envelope's <c>vin</c> names the vehicle that it is about.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.case.opened.v1"), About(Whom.Customer)]
public sealed record CaseOpened : EventPayload
{
    /// <summary>The case's number at the dealership, or at headquarters.</summary>
    [Id(0), AtMost(100)] public required string CaseId { get; init; }

    /// <summary>What it is.</summary>
    [Id(1)] public required CaseKind Kind { get; init; }

    /// <summary>How urgent it is.</summary>
    [Id(2)] public required CaseSeverity Severity { get; init; }

    /// <summary>How it came.</summary>
    [Id(3)] public required ContactChannel Channel { get; init; }

    /// <summary>What it is about, in a few words without personal data.</summary>
    [Id(4), AtMost(200)] public string? Subject { get; init; }

    /// <summary>What the customer said or wrote.</summary>
    [Id(5), Personal] public string? Text { get; init; }
}

/// <summary>Somebody is to look after a case.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.case.assigned.v1"), About(Whom.Customer)]
public sealed record CaseAssigned : EventPayload
{
    /// <summary>The case's number.</summary>
    [Id(0), AtMost(100)] public required string CaseId { get; init; }

    /// <summary>Who, by the dealership's name or number for them.</summary>
    [Id(1), AtMost(100)] public required string Advisor { get; init; }
}

/// <summary>The customer of a case got an answer.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.case.responded.v1"), About(Whom.Customer)]
public sealed record CaseResponded : EventPayload
{
    /// <summary>The case's number.</summary>
    [Id(0), AtMost(100)] public required string CaseId { get; init; }

    /// <summary>How.</summary>
    [Id(1)] public ContactChannel? Channel { get; init; }

    /// <summary>Who answered, by the dealership's name or number for them.</summary>
    [Id(2), AtMost(100)] public string? Advisor { get; init; }

    /// <summary>What the answer says.</summary>
    [Id(3), Personal] public string? Text { get; init; }
}

/// <summary>A case was given to somebody higher.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.case.escalated.v1"), About(Whom.Customer)]
public sealed record CaseEscalated : EventPayload
{
    /// <summary>The case's number.</summary>
    [Id(0), AtMost(100)] public required string CaseId { get; init; }

    /// <summary>To whom.</summary>
    [Id(1), AtMost(100)] public string? To { get; init; }

    /// <summary>How urgent it is now; without it, as before.</summary>
    [Id(2)] public CaseSeverity? Severity { get; init; }

    /// <summary>Why, without personal data.</summary>
    [Id(3), AtMost(200)] public string? Reason { get; init; }
}

/// <summary>What a case asks for was done.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.case.resolved.v1"), About(Whom.Customer)]
public sealed record CaseResolved : EventPayload
{
    /// <summary>The case's number.</summary>
    [Id(0), AtMost(100)] public required string CaseId { get; init; }

    /// <summary>How, without personal data.</summary>
    [Id(1), AtMost(1000)] public required string How { get; init; }
}

/// <summary>A case that was resolved is open again.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.case.reopened.v1"), About(Whom.Customer)]
public sealed record CaseReopened : EventPayload
{
    /// <summary>The case's number.</summary>
    [Id(0), AtMost(100)] public required string CaseId { get; init; }

    /// <summary>Why, without personal data.</summary>
    [Id(1), AtMost(200)] public string? Reason { get; init; }
}

/// <summary>A case was closed for good.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.case.closed.v1"), About(Whom.Customer)]
public sealed record CaseClosed : EventPayload
{
    /// <summary>The case's number.</summary>
    [Id(0), AtMost(100)] public required string CaseId { get; init; }
}

/// <summary>A case was not answered or resolved in time.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.case.overdue.v1"), About(Whom.Customer), Derived]
public sealed record CaseOverdue : EventPayload
{
    /// <summary>The case's number.</summary>
    [Id(0), AtMost(100)] public required string CaseId { get; init; }

    /// <summary>What is missing.</summary>
    [Id(1)] public required CaseTarget Target { get; init; }

    /// <summary>By when it should have been there.</summary>
    [Id(2)] public required DateTimeOffset Due { get; init; }
}

/// <summary>A customer said how satisfied they are.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.survey.answered.v1"), About(Whom.Customer)]
public sealed record SurveyAnswered : EventPayload
{
    /// <summary>What was asked.</summary>
    [Id(0)] public required SurveyKind Kind { get; init; }

    /// <summary>The answer; 10 is best.</summary>
    [Id(1), InRange(0, 10)] public required int Score { get; init; }

    /// <summary>What the customer added.</summary>
    [Id(2), Personal] public string? Comment { get; init; }

    /// <summary>The survey's name or number.</summary>
    [Id(3), AtMost(100)] public string? Survey { get; init; }
}

/// <summary>What a case is.</summary>
[GenerateSerializer, Alias("autocrm.case-kind")]
public enum CaseKind
{
    /// <summary>The customer is not content.</summary>
    Complaint = 0,

    /// <summary>The customer wants to know something.</summary>
    Question = 1,

    /// <summary>The customer is content and says so.</summary>
    Praise = 2,
}

/// <summary>How urgent a case is.</summary>
[GenerateSerializer, Alias("autocrm.case-severity")]
public enum CaseSeverity
{
    /// <summary>It can wait.</summary>
    Low = 0,

    /// <summary>As usual.</summary>
    Normal = 1,

    /// <summary>Soon.</summary>
    High = 2,

    /// <summary>At once: danger, or great damage.</summary>
    Critical = 3,
}

/// <summary>What a case must have in time.</summary>
[GenerateSerializer, Alias("autocrm.case-target")]
public enum CaseTarget
{
    /// <summary>The first answer.</summary>
    Response = 0,

    /// <summary>The resolution.</summary>
    Resolution = 1,
}

/// <summary>What a survey asks for.</summary>
[GenerateSerializer, Alias("autocrm.survey-kind")]
public enum SurveyKind
{
    /// <summary>How likely the customer is to recommend us (net promoter score).</summary>
    Nps = 0,

    /// <summary>How satisfied the customer is (customer satisfaction index).</summary>
    Csi = 1,
}
