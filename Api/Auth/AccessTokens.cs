using System.Security.Claims;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace AutoCrm.Actors.Api.Auth;

/// <summary>Verifies access tokens: for the Authorization header, and for transports that carry the token elsewhere.</summary>
internal sealed class AccessTokens(IOptions<AuthOptions> options)
{
    /// <summary>The longest token that is looked at.</summary>
    public const int MaxLength = 8 * 1024;

    private readonly JsonWebTokenHandler handler = NewHandler();
    private readonly TokenValidationParameters parameters = ParametersOf(options.Value);

    /// <summary>Verifies a token.</summary>
    /// <param name="token">The token in compact form.</param>
    /// <returns>The caller; <see cref="Caller.Nobody"/> if the token is not valid.</returns>
    public async Task<Caller> Read(string? token)
    {
        if (string.IsNullOrEmpty(token) || token.Length > MaxLength)
        {
            return Caller.Nobody;
        }

        var result = await handler.ValidateTokenAsync(token, parameters);
        return result.IsValid ? new ClaimsPrincipal(result.ClaimsIdentity).ToCaller() : Caller.Nobody;
    }

    internal static JsonWebTokenHandler NewHandler() => new()
    {
        MapInboundClaims = false,
        MaximumTokenSizeInBytes = MaxLength,
    };

    // Headers of the token (kid, jku, x5u, jwk) choose nothing: there is one key, and nothing is fetched.
    internal static TokenValidationParameters ParametersOf(AuthOptions options) => new()
    {
        ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
        IssuerSigningKey = new SymmetricSecurityKey(Convert.FromBase64String(options.SigningKey)),
        TryAllIssuerSigningKeys = true,
        RequireSignedTokens = true,
        ValidateIssuerSigningKey = true,
        ValidIssuer = options.Issuer,
        ValidAudience = options.Audience,
        RequireAudience = true,
        RequireExpirationTime = true,
        ValidateLifetime = true,
        ClockSkew = options.ClockSkew,
        NameClaimType = CallerClaims.Subject,
        RoleClaimType = CallerClaims.Role,
    };
}
