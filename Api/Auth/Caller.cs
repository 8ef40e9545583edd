namespace AutoCrm.Actors.Api.Auth;

/// <summary>Who asks, and what they may do: derived once from the verified token, in <see cref="CallerClaims"/>.</summary>
/// <param name="Role">The role; <see cref="CallerRole.None"/> may do nothing.</param>
/// <param name="Dealership">The dealership's code; set if and only if the role is <see cref="CallerRole.Dealership"/>.</param>
/// <param name="CanReadPersonalData">Whether personal data may be shown, within the role's scope.</param>
/// <param name="CanWriteEvents">Whether events may be sent, within the role's scope.</param>
/// <param name="Subject">The token's subject.</param>
/// <param name="ExpiresAt">When the token ends; whatever stays open longer must close then.</param>
internal sealed record Caller(
    CallerRole Role,
    string? Dealership,
    bool CanReadPersonalData,
    bool CanWriteEvents,
    string Subject,
    DateTimeOffset ExpiresAt)
{
    /// <summary>Whether customers' personal data may be erased.</summary>
    public bool CanErasePersonalData { get; init; }

    /// <summary>Somebody without a verified, well-formed token.</summary>
    public static Caller Nobody { get; } = new(CallerRole.None, null, false, false, string.Empty, DateTimeOffset.MinValue);

    /// <summary>Whether there is a verified, well-formed token.</summary>
    public bool IsKnown => Role != CallerRole.None;

    /// <summary>Whether the caller may see or write what belongs to a dealership.</summary>
    /// <param name="dealership">The dealership's code, or null for what belongs to none.</param>
    /// <returns>True for headquarters, and for the dealership itself.</returns>
    public bool MayActFor(string? dealership) => Role switch
    {
        CallerRole.Headquarters => true,
        CallerRole.Dealership => dealership is not null && string.Equals(dealership, Dealership, StringComparison.Ordinal),
        _ => false,
    };
}

/// <summary>The roles that a token can have.</summary>
internal enum CallerRole
{
    /// <summary>No role: no rights.</summary>
    None = 0,

    /// <summary>A system that subscribes to what happens; sees no personal data and sends nothing.</summary>
    Subscriber = 1,

    /// <summary>One dealership.</summary>
    Dealership = 2,

    /// <summary>The manufacturer's headquarters.</summary>
    Headquarters = 3,
}
