using System.ComponentModel.DataAnnotations;

namespace AutoCrm.Actors.Silo.Due;

/// <summary>How what comes due is looked for. Section <c>AutoCrm:Due</c>.</summary>
internal sealed class DueOptions
{
    public const string Section = "AutoCrm:Due";

    /// <summary>The pause between two looks: how late what comes due may be noticed. Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00")]
    public TimeSpan Pause { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The most actors of one kind that are asked after one look. Default 500.</summary>
    [Range(1, 10_000)]
    public int MostAtOnce { get; set; } = 500;

    /// <summary>The most actors that are asked at the same time. Default 8.</summary>
    [Range(1, 100)]
    public int Parallel { get; set; } = 8;

    /// <summary>How long an actor that could not be brought up to date is left alone. Default 1 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "1.00:00:00")]
    public TimeSpan Rest { get; set; } = TimeSpan.FromMinutes(1);
}
