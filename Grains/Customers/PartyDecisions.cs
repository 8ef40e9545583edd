using AutoCrm.Actors.Commands;
using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Grains.Commands;

namespace AutoCrm.Actors.Grains.Customers;

/// <summary>What may be asked about the party itself. Pure.</summary>
internal static class PartyDecisions
{
    private static readonly CustomerProfileChanged Nothing = new();

    public static Rejection? Change(CustomerProfileChanged e) =>
        Refusal.When(e == Nothing, CommandRejections.NothingToDo, "Name something that changed.");

    public static Rejection? Resolve(CustomerAsk ask, ConflictResolved e)
    {
        var conflict = CustomerConflicts.Of(ask.Customer).FirstOrDefault(conflict => conflict.Id == e.Conflict);
        return conflict is null
            ? Refusal.Of(CommandRejections.UnknownConflict, "There is no such conflict that nobody has decided.", "conflict")
            : Refusal.When(
                e.Right is { } right && !conflict.Events.Contains(right),
                CommandRejections.UnknownConflict, "The event is none of the conflict.", "right");
    }
}
