using System.Text;
using System.Text.Json;
using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Privacy;
using Xunit;

namespace AutoCrm.Actors.Grains.Tests.Privacy;

public sealed class PersonalDataTests
{
    private const string Registered = "autocrm.customer.registered.v1";
    private const string Life =
        """{"name":"Zofia Nowak","phones":["+48 601"],"emails":null,"kind":"person","birthDate":"1984-11-23","address":{"city":"Łódź"},"noteOfTheDms":{"shoe":42}}""";

    private static readonly DataKey Key = DataKey.Make();

    [Fact]
    public void WhatIsPersonalOrUnknownIsEncryptedAndTheRestStaysReadable()
    {
        var stored = Seal(Registered, Life);
        var text = Encoding.UTF8.GetString(stored);
        Assert.All(["Zofia", "601", "1984", "dź", "shoe", "noteOfTheDms"], plain => Assert.DoesNotContain(plain, text, StringComparison.Ordinal));
        var read = JsonElement.Parse(stored);
        Assert.Equal(("person", JsonValueKind.Null), (read.GetProperty("kind").GetString(), read.GetProperty("emails").ValueKind));
        Assert.StartsWith("enc:1:", read.GetProperty("phones").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Registered, Life)]
    [InlineData("autocrm.lead.received.v1", """{"leadId":"L-1","channel":"web","interest":"buy","vehicles":[{"make":"Kia","hue":"red"},{"make":"Fiat"}],"comments":"call \"me\" \\ now"}""")]
    [InlineData("com.example.unknown.v1", """{"who":"Zofia","deep":[{"x":1}]}""")]
    [InlineData("com.example.unknown.v1", """["Zofia",{"x":1}]""")]
    [InlineData("com.example.unknown.v1", "\"Zofia\"")]
    [InlineData("com.example.unknown.v1", "{}")]
    [InlineData("autocrm.customer.deceased.v1", """{"on":"2026-01-02","$enc":"enc:1:AAAA"}""")]
    public void WithTheKeyTheDataAreWhatWasSent(string type, string data)
    {
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(data), JsonElement.Parse(PersonalData.Open(type, Seal(type, data), Place()))));
        Assert.Equal(data != "{}", PersonalData.IsIn(type, Encoding.UTF8.GetBytes(data)));
    }

    [Fact]
    public void WithoutTheKeyWhatIsPersonalIsAbsentAndThePayloadCanStillBeRead()
    {
        var payload = Assert.IsType<CustomerRegistered>(PersonalData.Read(Registered, Seal(Registered, Life), null));
        Assert.Equal((string.Empty, null, null, PartyKind.Person), (payload.Name, payload.Address, payload.BirthDate, payload.Kind!.Value));
        Assert.Empty(payload.Phones);
        Assert.Equal("""{"emails":null,"kind":"person"}""", Encoding.UTF8.GetString(PersonalData.Open(Registered, Seal(Registered, Life), null, forDisplay: true)));
        Assert.Equal("{}", Encoding.UTF8.GetString(PersonalData.Open("com.example.unknown.v1", Seal("com.example.unknown.v1", "[1]"), null)));
    }

    [Fact]
    public void AfterTheKeyIsDestroyedNothingPersonalIsStored()
    {
        var stored = Encoding.UTF8.GetString(PersonalData.Seal(Registered, Encoding.UTF8.GetBytes(Life), null));
        Assert.Equal("""{"name":"","emails":null,"kind":"person"}""", stored);
    }

    [Fact]
    public void AMemberThatWasMovedToAnotherEventOrMemberCannotBeRead()
    {
        var stored = Seal(Registered, Life);
        Assert.IsType<UnreadablePayload>(PersonalData.Read(Registered, stored, PersonalPlace.OfEvent(Key, "C-2", "/dms", "1")));
        Assert.IsType<UnreadablePayload>(PersonalData.Read(Registered, stored, PersonalPlace.OfEvent(Key, "C-1", "/dms", "2")));
        Assert.IsType<UnreadablePayload>(PersonalData.Read(Registered, stored, PersonalPlace.OfEvent(DataKey.Make(), "C-1", "/dms", "1")));
        var name = JsonElement.Parse(stored).GetProperty("name").GetString();
        var moved = Encoding.UTF8.GetBytes($$"""{"name":"x","gender":"{{name}}"}""");
        var unreadable = Assert.IsType<UnreadablePayload>(PersonalData.Read(Registered, moved, Place()));
        Assert.DoesNotContain("enc:", unreadable.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void AKeyIsUnwrappedForItsOwnerAlone()
    {
        var master = DataKey.Make();
        var wrapped = Key.Wrap(master, "C-1");
        Assert.Equal("x"u8.ToArray(), DataKey.Unwrap(master, "C-1", wrapped).Open(Key.Seal("x"u8, "here"u8), "here"u8));
        Assert.ThrowsAny<System.Security.Cryptography.CryptographicException>(() => DataKey.Unwrap(master, "C-2", wrapped));
        Assert.ThrowsAny<System.Security.Cryptography.CryptographicException>(() => DataKey.Unwrap(DataKey.Make(), "C-1", wrapped));
    }

    [Fact]
    public void TheSameTextAtTheSamePlaceIsEncryptedAlikeForRowsOnly()
    {
        var row = PersonalPlace.OfRow(Key, "C-1");
        Assert.Equal(row.SealAlike("name", "Zofia"), row.SealAlike("name", "Zofia"));
        Assert.NotEqual(row.SealAlike("name", "Zofia"), row.SealAlike("name", "Zofiä"));
        Assert.Equal("Zofia", row.Open("name", row.SealAlike("name", "Zofia")));
        Assert.NotEqual(Seal(Registered, Life), Seal(Registered, Life));
    }

    // A required member without its key becomes an empty text, so it must be a text.
    [Fact]
    public void EveryRequiredPersonalMemberIsAText() => Assert.All(
        EventCatalogue.All.SelectMany(definition => definition.Schema.Members).Where(member => member is { IsPersonal: true, Required: true }),
        member => Assert.Equal((PayloadMemberKind.Text, false), (member.Kind, member.IsList)));

    [Theory]
    [InlineData("""{"traceparent":"00-1","sequence":"7"}""", false)]
    [InlineData("""{"traceparent":"00-1","subject":"Zofia"}""", true)]
    public void AttributesThatMayBePersonalAreEncrypted(string attributes, bool expected)
    {
        var utf8 = Encoding.UTF8.GetBytes(attributes);
        Assert.Equal(expected, PersonalData.IsInAttributes(utf8));
        Assert.DoesNotContain("Zofia", Encoding.UTF8.GetString(PersonalData.SealAttributes(utf8, Place())), StringComparison.Ordinal);
    }

    private static PersonalPlace Place() => PersonalPlace.OfEvent(Key, "C-1", "/dms", "1");

    private static byte[] Seal(string type, string data) => PersonalData.Seal(type, Encoding.UTF8.GetBytes(data), Place());
}
