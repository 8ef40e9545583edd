using System.Buffers.Text;
using Microsoft.Extensions.Options;

namespace AutoCrm.Actors.Api.Auth;

/// <summary>How access tokens are verified. Section <c>AutoCrm:Auth</c>.</summary>
internal sealed class AuthOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "AutoCrm:Auth";

    /// <summary>The least length of the key in bytes: what HS256 signs with.</summary>
    public const int MinKeyBytes = 32;

    /// <summary>The key that tokens are signed with (HS256), base64 of at least 32 random bytes.</summary>
    public string SigningKey { get; set; } = string.Empty;

    /// <summary>Who must have issued a token.</summary>
    public string Issuer { get; set; } = "autocrm";

    /// <summary>Whom a token must be for.</summary>
    public string Audience { get; set; } = "autocrm";

    /// <summary>How far the issuer's clock may be off, 0 to 60 s.</summary>
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromSeconds(30);
}

internal sealed class AuthOptionsValidator : IValidateOptions<AuthOptions>
{
    public ValidateOptionsResult Validate(string? name, AuthOptions options)
    {
        List<string> failures = [];
        if (!Base64.IsValid(options.SigningKey, out var length) || length < AuthOptions.MinKeyBytes)
        {
            failures.Add($"{AuthOptions.Section}:SigningKey must be base64 of at least {AuthOptions.MinKeyBytes} random bytes.");
        }

        if (string.IsNullOrWhiteSpace(options.Issuer) || string.IsNullOrWhiteSpace(options.Audience))
        {
            failures.Add($"{AuthOptions.Section}:Issuer and :Audience must not be empty.");
        }

        if (options.ClockSkew < TimeSpan.Zero || options.ClockSkew > TimeSpan.FromSeconds(60))
        {
            failures.Add($"{AuthOptions.Section}:ClockSkew must be 00:00:00 to 00:01:00.");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
