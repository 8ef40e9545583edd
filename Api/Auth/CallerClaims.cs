using System.Globalization;
using System.Security.Claims;

namespace AutoCrm.Actors.Api.Auth;

/// <summary>The one place where a verified token becomes a <see cref="Caller"/>. Whatever is missing, doubled or odd gives no rights.</summary>
internal static class CallerClaims
{
    public const string Role = "role";
    public const string Dealership = "dealership";
    public const string Scope = "scope";
    public const string Subject = "sub";
    public const string Expiry = "exp";
    public const string ReadPersonalData = "pii:read";
    public const string ErasePersonalData = "pii:erase";
    public const string WriteEvents = "events:write";

    /// <summary>Derives the caller of a request from its verified principal.</summary>
    /// <param name="context">The request.</param>
    /// <returns>The caller; <see cref="Caller.Nobody"/> without a verified, well-formed token.</returns>
    public static Caller GetCaller(this HttpContext context) => context.User.ToCaller();

    /// <summary>Derives the caller from a verified principal.</summary>
    /// <param name="principal">The principal, or null.</param>
    /// <returns>The caller; <see cref="Caller.Nobody"/> if the principal is not verified or not well-formed.</returns>
    public static Caller ToCaller(this ClaimsPrincipal? principal)
    {
        if (principal?.Identity is not { IsAuthenticated: true }
            || Single(principal, Subject) is not { } subject
            || !long.TryParse(Single(principal, Expiry), NumberStyles.None, CultureInfo.InvariantCulture, out var expiry)
            || expiry > DateTimeOffset.MaxValue.ToUnixTimeSeconds())
        {
            return Caller.Nobody;
        }

        var role = RoleOf(Single(principal, Role));
        var names = principal.FindAll(Dealership).Any();
        var dealership = Single(principal, Dealership);
        if (role == CallerRole.None || names != (role == CallerRole.Dealership) || (names && !IsCode(dealership)))
        {
            return Caller.Nobody;
        }

        var scopes = role == CallerRole.Subscriber ? [] : Single(principal, Scope)?.Split(' ') ?? [];
        return new Caller(
            role,
            dealership,
            scopes.Contains(ReadPersonalData, StringComparer.Ordinal),
            scopes.Contains(WriteEvents, StringComparer.Ordinal),
            subject,
            DateTimeOffset.FromUnixTimeSeconds(expiry))
        {
            CanErasePersonalData = role == CallerRole.Headquarters && scopes.Contains(ErasePersonalData, StringComparer.Ordinal),
        };
    }

    private static CallerRole RoleOf(string? role) => role switch
    {
        "hq" => CallerRole.Headquarters,
        "dealership" => CallerRole.Dealership,
        "subscriber" => CallerRole.Subscriber,
        _ => CallerRole.None,
    };

    private static bool IsCode(string? code) =>
        code is { Length: <= AutoCrm.Actors.Subject.MaxIdLength } && !code.Any(char.IsControl) && code.Trim().Length > 0;

    // A claim that is there twice is a claim that somebody added.
    private static string? Single(ClaimsPrincipal principal, string type)
    {
        string? value = null;
        foreach (var claim in principal.FindAll(type))
        {
            if (value is not null)
            {
                return null;
            }

            value = claim.Value;
        }

        return string.IsNullOrEmpty(value) ? null : value;
    }
}
