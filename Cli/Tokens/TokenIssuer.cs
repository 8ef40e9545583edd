using System.Security.Cryptography;
using AutoCrm.Actors.Cli.Running;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace AutoCrm.Actors.Cli.Tokens;

/// <summary>Who a token is for.</summary>
/// <param name="Role">hq, dealership or subscriber.</param>
/// <param name="Dealership">The dealership's code, for the role dealership only.</param>
internal sealed record TokenSubject(string Role, string? Dealership = null)
{
    public const string Headquarters = "hq";
    public const string DealershipRole = "dealership";
    public const string Subscriber = "subscriber";
}

/// <summary>Makes the access tokens of a system with its signing key.</summary>
internal sealed class TokenIssuer(byte[] key, TimeProvider time)
{
    /// <summary>How long a token is valid unless the operator says otherwise.</summary>
    public static readonly TimeSpan DefaultLifetime = TimeSpan.FromHours(12);

    private const string Party = "autocrm";
    private const string KeyVariable = "AutoCrm__Auth__SigningKey";
    private const int KeyBytes = 32;

    /// <summary>The signing key of a system, as base64: the configured one, or the home's own, made when first needed.</summary>
    public static string SigningKeyOf(Home home)
    {
        var key = Environment.GetEnvironmentVariable(KeyVariable) is { Length: > 0 } configured
            ? configured
            : PrivateFile.ReadOrCreate(home.SigningKeyFile, () => Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes)));
        var bytes = new byte[key.Length];
        if (!Convert.TryFromBase64String(key, bytes, out var length) || length < KeyBytes)
        {
            throw new OperatorException($"The signing key is not the base64 of {KeyBytes} bytes or more ({KeyVariable}, {home.SigningKeyFile}).");
        }

        return key;
    }

    /// <summary>The issuer of a system.</summary>
    public static TokenIssuer Of(Home home, TimeProvider time) => new(Convert.FromBase64String(SigningKeyOf(home)), time);

    /// <summary>Makes a token.</summary>
    public string Issue(TokenSubject subject, TimeSpan lifetime, bool personalData = true)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var claims = new Dictionary<string, object> { ["role"] = subject.Role, ["sub"] = SubjectOf(subject) };
        if (subject.Dealership is { } code)
        {
            claims["dealership"] = code;
        }

        var scope = string.Join(' ', ScopesOf(subject.Role, personalData));
        if (scope.Length > 0)
        {
            claims["scope"] = scope;
        }

        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Party,
            Audience = Party,
            IssuedAt = now,
            NotBefore = now,
            Expires = now + lifetime,
            Claims = claims,
            SigningCredentials = new SigningCredentials(new SymmetricSecurityKey(key), SecurityAlgorithms.HmacSha256),
        });
    }

    private static string SubjectOf(TokenSubject subject) =>
        subject.Dealership is { } code ? $"cli:{subject.Role}:{code}" : $"cli:{subject.Role}";

    private static IEnumerable<string> ScopesOf(string role, bool personalData)
    {
        if (role == TokenSubject.Subscriber)
        {
            yield break;
        }

        yield return "events:write";
        if (personalData)
        {
            yield return "pii:read";
            if (role == TokenSubject.Headquarters)
            {
                yield return "pii:erase";
            }
        }
    }
}
