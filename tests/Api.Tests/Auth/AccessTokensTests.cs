using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using AutoCrm.Actors.Api.Auth;
using Microsoft.Extensions.Options;
using Xunit;

namespace AutoCrm.Actors.Api.Tests.Auth;

public sealed class AccessTokensTests
{
    private const string Claims =
        "\"iss\":\"autocrm\",\"aud\":\"autocrm\",\"sub\":\"x\",\"role\":\"hq\",\"scope\":\"pii:read events:write\",\"exp\":4102444800";

    private readonly AccessTokens tokens = new(Options.Create(new AuthOptions { SigningKey = Tokens.Key }));

    [Fact]
    public async Task A_right_token_tells_the_caller()
    {
        var caller = await tokens.Read(Tokens.Dealership("D07"));

        Assert.Equal(CallerRole.Dealership, caller.Role);
        Assert.Equal("D07", caller.Dealership);
        Assert.True(caller.CanWriteEvents);
        Assert.True(caller.CanReadPersonalData);
        Assert.True(caller.ExpiresAt > TimeProvider.System.GetUtcNow());
    }

    [Fact]
    public async Task A_hand_made_token_with_the_right_signature_is_accepted() =>
        Assert.True((await tokens.Read(Sign("""{"alg":"HS256","typ":"JWT"}""", $"{{{Claims}}}"))).IsKnown);

    [Theory]
    [InlineData("""{"alg":"none"}""")]
    [InlineData("""{"alg":"None","typ":"JWT"}""")]
    [InlineData("""{"alg":"RS256","typ":"JWT"}""")]
    [InlineData("""{"alg":"HS384","typ":"JWT"}""")]
    [InlineData("""{"alg":"HS512","typ":"JWT"}""")]
    [InlineData("""{"typ":"JWT"}""")]
    public async Task Only_HS256_is_accepted(string header)
    {
        Assert.False((await tokens.Read(Sign(header, $"{{{Claims}}}"))).IsKnown);
        Assert.False((await tokens.Read($"{Part(header)}.{Part($"{{{Claims}}}")}.")).IsKnown);
    }

    [Theory]
    [InlineData("""{"alg":"HS256","kid":"../../dev/null"}""")]
    [InlineData("""{"alg":"HS256","jku":"http://127.0.0.1:9/keys"}""")]
    [InlineData("""{"alg":"HS256","jwk":{"kty":"oct","k":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"}}""")]
    public async Task A_token_cannot_choose_its_key(string header)
    {
        var forged = Sign(header, $"{{{Claims}}}", Tokens.OtherKey);

        Assert.False((await tokens.Read(forged)).IsKnown);
    }

    [Fact]
    public async Task A_token_of_another_issuer_audience_or_key_or_without_its_time_is_refused()
    {
        Assert.False((await tokens.Read(Tokens.Of(new() { ["role"] = "hq" }, issuer: "other"))).IsKnown);
        Assert.False((await tokens.Read(Tokens.Of(new() { ["role"] = "hq" }, audience: "other"))).IsKnown);
        Assert.False((await tokens.Read(Tokens.Of(new() { ["role"] = "hq" }, key: Tokens.OtherKey))).IsKnown);
        Assert.False((await tokens.Read(Tokens.Of(new() { ["role"] = "hq" }, minutes: -2))).IsKnown);
        Assert.False((await tokens.Read(Tokens.Of(new() { ["role"] = "hq" }, minutes: 0))).IsKnown);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("a.b.c")]
    [InlineData("..")]
    public async Task Nonsense_is_nobody(string? token) => Assert.False((await tokens.Read(token)).IsKnown);

    [Fact]
    public async Task A_huge_token_is_nobody() => Assert.False((await tokens.Read(new string('a', 1_000_000))).IsKnown);

    [Theory]
    [InlineData("")]
    [InlineData("short")]
    [InlineData("AAECAwQFBgc=")]
    public void A_key_that_is_too_short_stops_the_start(string key) =>
        Assert.True(new AuthOptionsValidator().Validate(null, new AuthOptions { SigningKey = key }).Failed);

    private static string Sign(string header, string payload, string? key = null)
    {
        var signed = $"{Part(header)}.{Part(payload)}";
        return $"{signed}.{Base64Url.EncodeToString(HMACSHA256.HashData(Convert.FromBase64String(key ?? Tokens.Key), Encoding.UTF8.GetBytes(signed)))}";
    }

    private static string Part(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
