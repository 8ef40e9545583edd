using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Privacy;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace AutoCrm.Actors.Grains.Tests.Privacy;

/// <summary>Two spellings of one telephone number are one identifier, and two numbers are never one.</summary>
public sealed class PhoneFormTests
{
    private static readonly string[] Separators = ["", " ", "-", ".", "/", " - ", "\u00a0", "\u2011", "  "];

    // In E.164, of countries with and without a digit that one dials before a number within them.
    private static readonly (string Country, string Trunk, string Code, string Own)[] Numbers =
    [
        ("DE", "0", "49", "301234567"), ("DE", "0", "49", "17612345678"), ("US", "", "1", "2125551234"), ("GB", "0", "44", "2070313000"),
        ("SE", "0", "46", "8123456"), ("IT", "", "39", "0612345678"), ("FR", "0", "33", "123456789"), ("ES", "", "34", "912345678"), ("CH", "0", "41", "446681800"),
    ];

    [Theory]
    [InlineData("+49 (30) 1234567", "49301234567")]
    [InlineData("0049 30 1234567", "49301234567")]
    [InlineData("00 49-30/1234567", "49301234567")]
    [InlineData("(00 49) 30 1234567", "49301234567")]
    [InlineData("+49 (0)30 1234567", "49301234567")]
    [InlineData("+49 030 1234567", "49301234567")]
    [InlineData("+39 06 1234 5678", "390612345678")]
    [InlineData("＋４９ ３０ 1234567", "49301234567")]
    [InlineData("+49 30 1234567 ext. 12", "49301234567;ext=12")]
    public void What_says_its_country_is_compared_as_E164(string written, string form) => Assert.Equal(form, Of(written));

    [Theory]
    [InlineData("030 1234567", "0301234567")]
    [InlineData("(212) 555-1234", "2125551234")]
    [InlineData("49 30 1234567", "49301234567")]
    [InlineData("+999 123", "999123")]
    [InlineData("+49 30 1234567 / +49 176 12345678", "493012345674917612345678")]
    [InlineData("+", null)]
    [InlineData("call my wife", null)]
    public void What_does_not_is_compared_by_its_digits(string written, string? form) => Assert.Equal(form, Of(written));

    [Theory]
    [InlineData("030 1234567", "DE", "49301234567")]
    [InlineData("(212) 555-1234", "US", "12125551234")]
    [InlineData("030 1234567", "US", "0301234567")]
    [InlineData("12345", "US", "12345")]
    [InlineData("030 1234567", "XX", "0301234567")]
    [InlineData("+46 8 123456", "DE", "468123456")]
    public void The_customers_country_counts_where_the_number_is_one_of_it(string written, string country, string form) => Assert.Equal(form, Of(written, country));

    [Fact]
    public void One_number_of_a_country_is_two_numbers_of_two() => Assert.NotEqual(Of("030 1234567", "DE"), Of("030 1234567", "NL"));

    [Fact]
    public void Spellings_of_a_number_are_one()
    {
        var spellings =
            from number in Gen.Elements(Numbers)
            from separators in Gen.Elements(Separators).ArrayOf(number.Own.Length)
            from way in Gen.Choose(0, 3)
            let rest = string.Concat(number.Own.Select((digit, n) => n == 0 ? $"{digit}" : separators[n] + digit))
            select (number, written: way switch
            {
                0 => $"+{number.Code}{separators[0]}{rest}",
                1 => $"00{separators[0]}{number.Code} {rest}",
                2 => $"  +{number.Code} ({number.Trunk}){rest}".Replace("()", string.Empty, StringComparison.Ordinal),
                _ => $"{number.Trunk}{rest}",
            });
        Prop.ForAll(spellings.ToArbitrary(), one => Of(one.written, one.number.Country) == one.number.Code + one.number.Own)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    [Fact]
    public void A_form_is_its_own_form()
    {
        var written = Gen.Elements("0123456789+- ()/.x０٣ext".ToCharArray()).ListOf().Select(letters => string.Concat(letters));
        Prop.ForAll(written.ToArbitrary(), text => Of(text) is not { } form || form.Contains(";ext=", StringComparison.Ordinal) || Of(form) == form)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(5000).WithEndSize(40));
    }

    [Fact]
    public void Numbers_are_found_as_they_are_dialled_at_home_too()
    {
        var terms = new SearchTerms(new IdentifierHashes(MasterKey.Parse(Convert.ToBase64String(new byte[32]))));
        var by = new EventStamp(DateTimeOffset.UnixEpoch, "1", "/t");
        var profile = CustomerProfile.Empty with { Phones = new(["+49 30 1234567"], by) };
        var national = CustomerProfile.Empty with { Phones = new(["(030) 1234567"], by), Address = new(new PostalAddress { Country = "DE" }, by) };

        foreach (var written in (string[])["+49 (0)30/1234567", "0049301234567", "49301234567", "030 123 4567"])
        {
            Assert.Contains(terms.Of(IdentifierKind.Phone, written)!.Value, terms.Of(profile));
            Assert.Contains(terms.Of(IdentifierKind.Phone, written)!.Value, terms.Of(national));
        }

        Assert.DoesNotContain(terms.Of(IdentifierKind.Phone, "+49 30 1234568")!.Value, terms.Of(profile));
    }

    private static string? Of(string written, string? country = null) => IdentifierHashes.Normalise(IdentifierKind.Phone, written, country);
}
