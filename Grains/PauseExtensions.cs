namespace AutoCrm.Actors.Grains;

/// <summary>Pauses between attempts that fail: each twice the one before, up to a longest.</summary>
internal static class PauseExtensions
{
    /// <summary>The pause after this one.</summary>
    /// <param name="pause">The pause that was made.</param>
    /// <param name="longest">No pause is longer.</param>
    public static TimeSpan Doubled(this TimeSpan pause, TimeSpan longest) => pause * 2 < longest ? pause * 2 : longest;
}
