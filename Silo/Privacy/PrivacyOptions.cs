namespace AutoCrm.Actors.Silo.Privacy;

/// <summary>How personal data is kept.</summary>
internal sealed record PrivacyOptions
{
    public const string Section = "AutoCrm:Privacy";

    /// <summary>
    /// The file of the <see cref="Privacy.ErasureRegister"/>; without it a restore of the database to before an erasure
    /// brings the erased back.
    /// </summary>
    public string? ErasureRegister { get; init; }
}
