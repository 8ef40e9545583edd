using System.ComponentModel.DataAnnotations;

namespace AutoCrm.Actors.Silo.Recalls;

/// <summary>
/// How recall campaigns reach the vehicles that fit their rules. Section <c>AutoCrm:Recalls</c>. A vehicle whose row says
/// that it fits is reached after one <see cref="Pause"/>, and the vehicles before it at <see cref="Rate"/>.
/// </summary>
internal sealed class RecallOptions
{
    public const string Section = "AutoCrm:Recalls";

    /// <summary>The pause between two looks at new campaigns and newly described vehicles. Default 2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00")]
    public TimeSpan Pause { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How many vehicles are looked at in one step. Default 1,000.</summary>
    [Range(1, 2_000)]
    public int Page { get; set; } = 1_000;

    /// <summary>The most events a second by which vehicles are reached: their actors have other work, too. Default 2,000.</summary>
    [Range(1, 100_000)]
    public int Rate { get; set; } = 2_000;
}
