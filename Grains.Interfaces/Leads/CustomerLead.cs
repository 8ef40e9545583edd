using System.Text.Json.Serialization;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Leads;

/// <summary>One lead of a customer; its milestones are a set, so they may be reported in any order.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.customer-lead")]
public sealed record CustomerLead : INumbered
{
    /// <summary>The lead's number at the dealership.</summary>
    [Id(0)] public string LeadId { get; init; } = string.Empty;

    /// <summary>The dealership.</summary>
    [Id(1)] public string? Dealership { get; init; }

    /// <summary>What came in, by the latest report; null while only later steps are reported.</summary>
    [Id(2)] public Stamped<LeadRequest>? Received { get; init; }

    /// <summary>When it came in first: the start of the clock of the first contact.</summary>
    [Id(3)] public EventStamp? FirstReceived { get; init; }

    /// <summary>The advisor, by the latest assignment.</summary>
    [Id(4)] public Stamped<string>? Advisor { get; init; }

    /// <summary>The first attempt to reach the customer, whether they were reached or not: it stops the clock.</summary>
    [Id(5)] public EventStamp? FirstAttempt { get; init; }

    /// <summary>The first time that the customer was reached.</summary>
    [Id(6)] public EventStamp? FirstContact { get; init; }

    /// <summary>The latest time that the customer was reached.</summary>
    [Id(7)] public EventStamp? LastContact { get; init; }

    /// <summary>How likely it is to buy, by the latest judgement.</summary>
    [Id(8)] public Stamped<LeadLevel>? Level { get; init; }

    /// <summary>When they meet, by the latest agreement.</summary>
    [Id(9)] public Stamped<DateTimeOffset>? Appointment { get; init; }

    /// <summary>Why it was given up, by the latest report.</summary>
    [Id(10)] public Stamped<string>? Lost { get; init; }

    /// <summary>The latest time that it was taken up again.</summary>
    [Id(11)] public EventStamp? Recycled { get; init; }

    /// <summary>The order that it became, by the latest event that links them.</summary>
    [Id(12)] public Stamped<string>? Converted { get; init; }

    /// <summary>By when it should have been contacted, where the system found that it was not.</summary>
    [Id(13)] public Stamped<DateTimeOffset>? Overdue { get; init; }

    /// <inheritdoc />
    string INumbered.Id => LeadId;

    /// <summary>The latest of what ends a lead or takes it up again decides; if none does, or it was taken up again, the furthest step since then.</summary>
    [JsonIgnore]
    public LeadState State
    {
        get
        {
            if (IsLater(Converted?.By, Lost?.By) && IsLater(Converted?.By, Recycled))
            {
                return LeadState.Converted;
            }

            if (IsLater(Lost?.By, Recycled))
            {
                return LeadState.Lost;
            }

            return IsLater(Level?.By, Recycled) ? LeadState.Qualified
                : IsLater(LastContact, Recycled) ? LeadState.Contacted
                : IsLater(Advisor?.By, Recycled) ? LeadState.Assigned
                : Recycled is not null ? LeadState.Recycled
                : LeadState.New;
        }
    }

    /// <summary>Whether somebody still has to look after it.</summary>
    [JsonIgnore]
    public bool IsOpen => State is not (LeadState.Converted or LeadState.Lost);

    /// <summary>Since when the customer shows this interest: when it came in, or was taken up again.</summary>
    [JsonIgnore]
    public EventReference? Began => Recycled is not null ? EventReference.To<LeadRecycled>(Recycled, Dealership)
        : FirstReceived is not null ? EventReference.To<LeadReceived>(FirstReceived, Dealership)
        : Advisor is not null ? EventReference.To<LeadAssigned>(Advisor.By, Dealership)
        : FirstAttempt is not null ? EventReference.To<LeadContacted>(FirstAttempt, Dealership)
        : Level is not null ? EventReference.To<LeadQualified>(Level.By, Dealership)
        : Appointment is not null ? EventReference.To<LeadAppointmentMade>(Appointment.By, Dealership)
        : null;

    private static bool IsLater(EventStamp? one, EventStamp? other) => one is not null && one.CompareTo(other) > 0;
}

/// <summary>What a lead asks for.</summary>
/// <param name="Channel">How it came.</param>
/// <param name="Interest">What the customer is interested in.</param>
/// <param name="Provider">Who provided it, for example a portal.</param>
/// <param name="Make">The make.</param>
/// <param name="Model">The model.</param>
/// <param name="Vin">The car, where it is a certain one.</param>
/// <param name="PriceWish">What the customer wants to pay or to get.</param>
/// <param name="TimeFrame">When the customer wants to decide, in the sender's words.</param>
[GenerateSerializer, Immutable, Alias("autocrm.lead-request")]
public sealed record LeadRequest(
    [property: Id(0)] ContactChannel Channel,
    [property: Id(1)] LeadInterest Interest,
    [property: Id(2)] string? Provider,
    [property: Id(3)] string? Make,
    [property: Id(4)] string? Model,
    [property: Id(5)] string? Vin,
    [property: Id(6)] Money? PriceWish,
    [property: Id(7)] string? TimeFrame);

/// <summary>The states of a lead: New → Assigned → Contacted → Qualified → Converted; any → Lost → Recycled → Assigned.</summary>
[GenerateSerializer, Alias("autocrm.lead-state")]
public enum LeadState
{
    /// <summary>It came in, and nobody has taken it.</summary>
    New = 0,

    /// <summary>An advisor is to look after it.</summary>
    Assigned = 1,

    /// <summary>The customer was reached.</summary>
    Contacted = 2,

    /// <summary>It was judged how likely it is to buy.</summary>
    Qualified = 3,

    /// <summary>It became an order.</summary>
    Converted = 4,

    /// <summary>It was given up.</summary>
    Lost = 5,

    /// <summary>It was given up and taken up again, and nobody has taken it since.</summary>
    Recycled = 6,
}
