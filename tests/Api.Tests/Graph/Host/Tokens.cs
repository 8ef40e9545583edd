using System.Security.Claims;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace AutoCrm.Actors.Api.Tests.Graph.Host;

/// <summary>Signs access tokens as the command line does.</summary>
internal static class Tokens
{
    public static byte[] Key { get; } = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    public static string Headquarters { get; } = Of("hq", scope: "pii:read pii:erase events:write");

    public static string HeadquartersWithoutPersonalData { get; } = Of("hq");

    public static string Subscriber { get; } = Of("subscriber");

    public static string Dealership(string code, bool personal = true) => Of("dealership", code, personal ? "pii:read events:write" : "events:write");

    public static string Of(string role, string? dealership = null, string? scope = null, TimeSpan? lifetime = null)
    {
        var claims = new ClaimsIdentity([new Claim("sub", "test"), new Claim("role", role)]);
        if (dealership is not null)
        {
            claims.AddClaim(new Claim("dealership", dealership));
        }

        if (scope is not null)
        {
            claims.AddClaim(new Claim("scope", scope));
        }

        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = "autocrm",
            Audience = "autocrm",
            Subject = claims,
            NotBefore = now.AddMinutes(-1),
            IssuedAt = now,
            Expires = now + (lifetime ?? TimeSpan.FromHours(1)),
            SigningCredentials = new SigningCredentials(new SymmetricSecurityKey(Key), SecurityAlgorithms.HmacSha256),
        });
    }
}
