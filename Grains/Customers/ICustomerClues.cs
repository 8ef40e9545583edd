using System.Collections.Immutable;
using AutoCrm.Actors.Customers;

namespace AutoCrm.Actors.Grains.Customers;

/// <summary>Something that two customers have in common if they are one.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Scope">The texts that it is compared with.</param>
/// <param name="Text">The text in the form in which it is compared. Personal: it is stored as a keyed hash only.</param>
internal readonly record struct Clue(DuplicateClue Kind, string Scope, string Text);

/// <summary>Who else has a clue.</summary>
/// <param name="Clue">The clue.</param>
/// <param name="Others">The ids of other customers that have it, ascending; at most <see cref="ICustomerClues.MostOthers"/>.</param>
internal sealed record SharedClue(Clue Clue, ImmutableArray<string> Others);

/// <summary>The clues of all customers, as keyed hashes.</summary>
internal interface ICustomerClues
{
    /// <summary>The most other customers that are told of.</summary>
    public const int MostOthers = 20;

    /// <summary>
    /// Notes a customer's clues in place of those of before, and then looks who else has them. Of two customers that are
    /// noted at the same time, at least one finds the other.
    /// </summary>
    Task<ImmutableArray<SharedClue>> Show(string customer, ImmutableArray<Clue> clues);
}
