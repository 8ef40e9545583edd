using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace AutoCrm.Actors.Api.Tests.Auth;

/// <summary>Tokens for tests, right unless told otherwise.</summary>
internal static class Tokens
{
    public static readonly string Key = Convert.ToBase64String(Enumerable.Range(0, 32).Select(i => (byte)i).ToArray());

    public static readonly string OtherKey = Convert.ToBase64String(Enumerable.Range(1, 32).Select(i => (byte)i).ToArray());

    public static string Hq => Of(new() { ["role"] = "hq", ["scope"] = "pii:read events:write" });

    public static string Subscriber => Of(new() { ["role"] = "subscriber" });

    public static string Dealership(string code) =>
        Of(new() { ["role"] = "dealership", ["dealership"] = code, ["scope"] = "events:write pii:read" });

    public static string Of(
        Dictionary<string, object> claims,
        string issuer = "autocrm",
        string audience = "autocrm",
        int minutes = 60,
        string? key = null,
        Dictionary<string, object>? header = null)
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        claims.TryAdd("sub", "test");
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer,
            Audience = audience,
            Claims = claims,
            IssuedAt = now.AddHours(-3),
            NotBefore = now.AddHours(-3),
            Expires = minutes == 0 ? null : now.AddMinutes(minutes),
            AdditionalHeaderClaims = header,
            SigningCredentials = new SigningCredentials(
                new SymmetricSecurityKey(Convert.FromBase64String(key ?? Key)), SecurityAlgorithms.HmacSha256),
        });
    }
}
