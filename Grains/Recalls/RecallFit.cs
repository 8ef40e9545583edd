using AutoCrm.Actors.Recalls;

namespace AutoCrm.Actors.Grains.Recalls;

/// <summary>Which vehicles the rule of a recall campaign names. Pure.</summary>
internal static class RecallFit
{
    /// <summary>A make or model as it is compared: people write them with other capitals and stray spaces.</summary>
    public static string? Comparable(string? text) => text?.Trim().ToUpperInvariant();

    /// <summary>Whether a vehicle fits. What is not known of it fits only a rule that does not ask for it.</summary>
    public static bool Fits(RecallRule rule, string? make, string? model, int? modelYear) =>
        Same(rule.Make, make)
        && (rule.Model is null || Same(rule.Model, model))
        && (rule.Years.IsEmpty || (modelYear is { } year && rule.Years.Contains(year)));

    // A blank name is none.
    private static bool Same(string wanted, string? known) =>
        Comparable(wanted) is { Length: > 0 } name && name == Comparable(known);
}
