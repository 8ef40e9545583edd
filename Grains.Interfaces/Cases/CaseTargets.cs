namespace AutoCrm.Actors.Cases;

/// <summary>
/// How soon a case is to be answered and resolved, by how urgent it is: in opening hours of the dealership that has it,
/// for headquarters in hours of the clock. Targets of this product; a day of a dealership counts eight hours.
/// </summary>
public static class CaseTargets
{
    /// <summary>How much time may pass until the first answer.</summary>
    /// <param name="severity">How urgent it is.</param>
    /// <returns>One hour for a critical case, four for an urgent one, a day as usual, two days where it can wait.</returns>
    public static TimeSpan ResponseIn(CaseSeverity severity) => TimeSpan.FromHours(severity switch
    {
        CaseSeverity.Critical => 1,
        CaseSeverity.High => 4,
        CaseSeverity.Normal => 8,
        _ => 16,
    });

    /// <summary>How much time may pass until it is resolved, from its opening or, if it was reopened, from then on.</summary>
    /// <param name="severity">How urgent it is.</param>
    /// <returns>One day for a critical case, three for an urgent one, five as usual, ten where it can wait.</returns>
    public static TimeSpan ResolutionIn(CaseSeverity severity) => TimeSpan.FromHours(severity switch
    {
        CaseSeverity.Critical => 8,
        CaseSeverity.High => 24,
        CaseSeverity.Normal => 40,
        _ => 80,
    });
}
