namespace AutoCrm.Actors.Api.Auth;

/// <summary>The names of the policies beyond "a known caller".</summary>
internal static class AuthPolicies
{
    /// <summary>The caller may send events.</summary>
    public const string WriteEvents = CallerClaims.WriteEvents;
}
