using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Customers;

/// <summary>What would do most for a customer now.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="Dealership">Whose it is to do; null for headquarters or any.</param>
/// <param name="About">The number of the case, lead, order or visit that it is about.</param>
/// <param name="Since">Since when it is to be done.</param>
/// <param name="Channel">By which channel the customer may be addressed, where that needs a consent.</param>
[GenerateSerializer, Immutable, Alias("autocrm.next-best-action")]
public sealed record NextBestAction(
    [property: Id(0)] NextBestActionKind Kind,
    [property: Id(1)] string? Dealership,
    [property: Id(2)] string? About,
    [property: Id(3)] DateTimeOffset Since,
    [property: Id(4)] ContactChannel? Channel);

/// <summary>What can be the best to do next, the most urgent first.</summary>
[GenerateSerializer, Alias("autocrm.next-best-action-kind")]
public enum NextBestActionKind
{
    /// <summary>Answer a case that got no answer.</summary>
    AnswerCase = 0,

    /// <summary>Reach the customer of a lead that nobody has tried to reach.</summary>
    ContactLead = 1,

    /// <summary>Hand out a vehicle that is ready in the workshop.</summary>
    HandOutVehicle = 2,

    /// <summary>Ask whether the customer agrees to an estimate.</summary>
    AskForApproval = 3,

    /// <summary>Tell when an order will be delivered whose promised date has passed.</summary>
    ExplainDelay = 4,

    /// <summary>Resolve a case that was answered.</summary>
    ResolveCase = 5,

    /// <summary>Call a customer who advises against us.</summary>
    CallDetractor = 6,

    /// <summary>Make an offer to the customer of a qualified lead, or after a test drive.</summary>
    MakeOffer = 7,

    /// <summary>Ask about an offer before its time runs out.</summary>
    FollowUpOffer = 8,

    /// <summary>Take a lead further that was reached and not judged.</summary>
    QualifyLead = 9,

    /// <summary>Make a new appointment after one to which the customer did not come.</summary>
    RebookService = 10,

    /// <summary>Offer another vehicle before a lease or a loan ends.</summary>
    OfferReplacement = 11,

    /// <summary>Win a customer back who stays away.</summary>
    WinBack = 12,

    /// <summary>Ask a new owner how satisfied they are.</summary>
    AskSatisfaction = 13,
}
