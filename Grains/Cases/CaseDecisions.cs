using AutoCrm.Actors.Cases;
using AutoCrm.Actors.Commands;
using AutoCrm.Actors.Grains.Commands;

namespace AutoCrm.Actors.Grains.Cases;

/// <summary>What may be asked about a customer's cases. Pure.</summary>
internal static class CaseDecisions
{
    public static Rejection? Open(CustomerAsk ask, CaseOpened e) =>
        ask.Customer.Cases.Numbered(ask.Dealership, e.CaseId) is null ? null : Refusal.Taken("caseId");

    /// <summary>Refuses what needs an open case of the dealership.</summary>
    public static Rejection? StillOpen(CustomerAsk ask, string caseId) => ask.Customer.Cases.Numbered(ask.Dealership, caseId) switch
    {
        null => Unknown(),
        { IsOpen: false } => Refusal.Of(CommandRejections.CaseEnded, "The case is resolved or closed.", "caseId"),
        _ => null,
    };

    public static Rejection? Reopen(CustomerAsk ask, CaseReopened e) => ask.Customer.Cases.Numbered(ask.Dealership, e.CaseId) switch
    {
        null => Unknown(),
        { IsOpen: true } => Refusal.Of(CommandRejections.CaseOpen, "The case is open.", "caseId"),
        var ended => Refusal.When(
            ask.Now - EndOf(ended) > CustomerCase.Reopening,
            CommandRejections.TooLate, $"A case is reopened within {CustomerCase.Reopening.Days} days of its end.", "caseId"),
    };

    private static DateTimeOffset EndOf(CustomerCase ended)
    {
        var resolved = ended.Resolved?.By;
        return (ended.Closed?.CompareTo(resolved) > 0 ? ended.Closed : resolved)!.At;
    }

    private static Rejection Unknown() => Refusal.Of(CommandRejections.UnknownCase, "The dealership has no such case of the customer.", "caseId");
}
