using AutoCrm.Actors.Vehicles;
using Xunit;

namespace AutoCrm.Actors.Grains.Tests.Vehicles;

public sealed class VinTests
{
    [Theory]
    [InlineData("1M8GDM9AXKP042788", VinStatus.Valid)]
    [InlineData("1G4AH59H45G118341", VinStatus.Valid)]
    [InlineData("11111111111111111", VinStatus.Valid)]
    [InlineData("1HGCM82633A004352", VinStatus.Valid)]
    [InlineData("2G4WF52L6S1472882", VinStatus.Valid)]
    [InlineData("5YJ3E1EA7KF317842", VinStatus.CheckDigitWrong)]
    [InlineData("WVWZZZ1JZ3W386752", VinStatus.Valid)]
    [InlineData("AB12345", VinStatus.Serial)]
    public void The_check_digit_is_judged_where_it_is_mandatory(string vin, VinStatus expected) =>
        Assert.Equal(expected, Vin.StatusOf(vin));

    [Theory]
    [InlineData(" 4t1be32k13u193407 ", "4T1BE32K13U193407")]
    [InlineData("4T1BE-32K13-U193407", "4T1BE32K13U193407")]
    [InlineData("ab123", "AB123")]
    public void A_number_is_brought_into_canonical_form(string sent, string canonical)
    {
        Assert.Null(Vin.Normalize(sent, out var vin));
        Assert.Equal(canonical, vin);
    }

    [Theory]
    [InlineData("4T1BE32K13U19340O", "the letter O at position 17; a VIN has no I, O or Q (is it the digit 0?)")]
    [InlineData("IT1BE32K13U193407", "is it the digit 1?")]
    [InlineData("4T1BE32K13U1934071", "has 18 characters")]
    [InlineData("4T1", "has 3 characters")]
    [InlineData("4T1BE32K13U19340ä", "letters A to Z and digits")]
    public void What_is_no_vin_is_told_why(string sent, string why) =>
        Assert.Contains(why, Vin.Normalize(sent, out _), StringComparison.Ordinal);
}
