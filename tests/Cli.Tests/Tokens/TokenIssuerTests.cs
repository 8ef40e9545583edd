using System.Security.Cryptography;
using AutoCrm.Actors.Cli.Tokens;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Xunit;

namespace AutoCrm.Actors.Cli.Tests.Tokens;

public sealed class TokenIssuerTests
{
    private readonly byte[] key = RandomNumberGenerator.GetBytes(32);
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 23, 8, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task A_token_is_signed_with_the_key_for_the_issuer_and_audience_that_the_services_demand()
    {
        var token = Issue(new TokenSubject("hq"));

        var result = await new JsonWebTokenHandler().ValidateTokenAsync(token.EncodedToken, new TokenValidationParameters
        {
            ValidIssuer = "autocrm",
            ValidAudience = "autocrm",
            IssuerSigningKey = new SymmetricSecurityKey(key),
            ValidAlgorithms = ["HS256"],
            LifetimeValidator = (from, to, _, _) => from == time.GetUtcNow().UtcDateTime && to == from.Value.AddHours(12),
        });

        Assert.True(result.IsValid, result.Exception?.Message);
    }

    [Fact]
    public void Headquarters_may_write_events_and_read_and_erase_personal_data_of_every_dealership()
    {
        var token = Issue(new TokenSubject("hq"));

        Assert.Equal("hq", token.GetClaim("role").Value);
        Assert.Equal(["events:write", "pii:read", "pii:erase"], token.GetClaim("scope").Value.Split(' '));
        Assert.False(token.TryGetClaim("dealership", out _));
    }

    [Fact]
    public void A_dealership_has_its_code_in_the_token()
    {
        var token = Issue(new TokenSubject("dealership", "D07"));

        Assert.Equal("dealership", token.GetClaim("role").Value);
        Assert.Equal("D07", token.GetClaim("dealership").Value);
        Assert.Equal(["events:write", "pii:read"], token.GetClaim("scope").Value.Split(' '));
    }

    [Fact]
    public void A_subscriber_has_no_scope()
    {
        var token = Issue(new TokenSubject("subscriber"));

        Assert.Equal("subscriber", token.GetClaim("role").Value);
        Assert.False(token.TryGetClaim("scope", out _));
    }

    [Fact]
    public void The_permission_to_read_personal_data_can_be_left_out()
    {
        var token = Issue(new TokenSubject("hq"), personalData: false);

        Assert.Equal("events:write", token.GetClaim("scope").Value);
    }

    [Fact]
    public void The_signing_key_is_made_once_and_only_its_owner_may_read_it()
    {
        using var folder = new TemporaryFolder();
        var home = folder.Home();

        var first = TokenIssuer.SigningKeyOf(home);
        var second = TokenIssuer.SigningKeyOf(home);

        Assert.Equal(first, second);
        Assert.Equal(32, Convert.FromBase64String(first).Length);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(home.SigningKeyFile));
    }

    [Theory]
    [InlineData("90s", 90)]
    [InlineData("30m", 1800)]
    [InlineData("12h", 43_200)]
    [InlineData("366d", 31_622_400)]
    [InlineData("367d", null)]
    [InlineData("0h", null)]
    [InlineData("-1h", null)]
    [InlineData("12", null)]
    [InlineData("h", null)]
    [InlineData("", null)]
    [InlineData("99999999999999999999d", null)]
    public void A_lifetime_is_a_number_and_a_unit_up_to_a_year(string text, int? seconds)
    {
        Assert.Equal(seconds, (int?)TokenCommand.LifetimeOf(text)?.TotalSeconds);
    }

    private JsonWebToken Issue(TokenSubject subject, bool personalData = true) =>
        new(new TokenIssuer(key, time).Issue(subject, TokenIssuer.DefaultLifetime, personalData));
}
