using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Privacy;
using Xunit;

namespace AutoCrm.Actors.Grains.Tests.Privacy;

public sealed class MasterKeyTests
{
    private static readonly MasterKey Key = MasterKey.Parse(Convert.ToBase64String(Enumerable.Range(0, 32).Select(n => (byte)n).ToArray()));
    private static readonly IdentifierHashes Hashes = new(Key);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("not base64 !")]
    [InlineData("c2hvcnQ=")]
    public void WhatIsNoKeyOf32BytesIsRefusedByNameAndNotQuoted(string? configured)
    {
        var refusal = Assert.Throws<InvalidOperationException>(() => MasterKey.Parse(configured));
        Assert.Contains("AutoCrm:Privacy:MasterKey", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("c2hvcnQ", refusal.Message, StringComparison.Ordinal);
    }

    // Computed with Python's hmac after RFC 5869: the derivation is part of the data format.
    [Fact]
    public void KeysAreDerivedAsTheyWereEver() => Assert.Equal(
        "67780db414ea9c350077cc086726834565eb6275cf6c9177130fcc6d8a8f393b", Convert.ToHexStringLower(Key.Derive(KeyPurposes.CustomerKeys)));

    [Fact]
    public void EveryPurposeHasAKeyOfItsOwn()
    {
        string[] purposes = [KeyPurposes.CustomerKeys, KeyPurposes.IdentifierHashes, KeyPurposes.BodyHashes, KeyPurposes.NoCustomer, KeyPurposes.Check];
        Assert.Equal(purposes.Length, purposes.Select(purpose => Convert.ToHexStringLower(Key.Derive(purpose))).Distinct().Count());
    }

    [Theory]
    [InlineData(IdentifierKind.Email, " Eva.Lund@Example.COM ", "eva.lund@example.com")]
    [InlineData(IdentifierKind.Phone, "+46 (0)8-123 45", "46812345")]
    [InlineData(IdentifierKind.Phone, "0046 8 12345", "46812345")]
    [InlineData(IdentifierKind.Phone, "＋４６ ８", "468")]
    [InlineData(IdentifierKind.NationalId, " 110101 19900307 888x", "11010119900307888X")]
    [InlineData(IdentifierKind.Phone, "none", null)]
    [InlineData(IdentifierKind.CompanyId, "  ", null)]
    public void IdentifiersAreComparedInOneForm(IdentifierKind kind, string written, string? normal) =>
        Assert.Equal(normal, IdentifierHashes.Normalise(kind, written));

    [Fact]
    public void TheHashIsOfKindAndNormalFormAndKey()
    {
        var hash = Hashes.Of(IdentifierKind.Email, "eva@example.com");
        Assert.Equal(hash, Hashes.Of(IdentifierKind.Email, "EVA@example.com "));
        Assert.NotEqual(hash, Hashes.Of(IdentifierKind.Account, "eva@example.com"));
        Assert.NotEqual(hash, new IdentifierHashes(MasterKey.Parse(Convert.ToBase64String(new byte[32]))).Of(IdentifierKind.Email, "eva@example.com"));
        Assert.Equal(new Guid("ff25c380-2b4c-0a51-c555-641f3fe3a0a4"), hash);
    }

    [Fact]
    public void ManyThreadsHashWithOneKeyAtOnceAndEachGetsItsOwn()
    {
        var (key, hash) = (Key.Derive(KeyPurposes.BodyHashes), new KeyedHash(Key.Derive(KeyPurposes.BodyHashes)));
        Parallel.For(0, 20_000, n =>
        {
            var text = Encoding.UTF8.GetBytes(new string('x', n % 300) + n);
            Assert.Equal(new Guid(HMACSHA256.HashData(key, text).AsSpan(..16), bigEndian: true), hash.Of(text));
        });
    }

    [Fact]
    public void NoNonceIsUsedTwice()
    {
        var (key, nonces) = (DataKey.Make(), new ConcurrentDictionary<string, bool>());
        Parallel.For(0, 20_000, _ => Assert.True(nonces.TryAdd(Convert.ToHexString(key.Seal("x"u8, default).AsSpan(..12)), true)));
    }
}
