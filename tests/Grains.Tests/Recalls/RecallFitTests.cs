using AutoCrm.Actors.Grains.Recalls;
using AutoCrm.Actors.Recalls;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace AutoCrm.Actors.Grains.Tests.Recalls;

public sealed class RecallFitTests
{
    private static readonly RecallRule Corolla = new() { Make = "Toyota", Model = "Corolla", Years = [2019, 2020] };

    [Theory]
    [InlineData("Toyota", "Corolla", 2019, true)]
    [InlineData(" TOYOTA", "corolla ", 2020, true)]
    [InlineData("Toyota", "Corolla", 2021, false)]
    [InlineData("Toyota", "Corolla Cross", 2019, false)]
    [InlineData("Lexus", "Corolla", 2019, false)]
    [InlineData("Toyota", "Corolla", null, false)]
    [InlineData("Toyota", null, 2019, false)]
    [InlineData(null, "Corolla", 2019, false)]
    public void A_vehicle_fits_that_is_of_the_make_the_model_and_one_of_the_years(string? make, string? model, int? year, bool fits) =>
        Assert.Equal(fits, RecallFit.Fits(Corolla, make, model, year));

    [Fact]
    public void What_a_rule_does_not_name_every_vehicle_of_the_make_fits()
    {
        var rule = new RecallRule { Make = "toyota" };
        Assert.True(RecallFit.Fits(rule, "Toyota", null, null));
        Assert.True(RecallFit.Fits(rule, "Toyota", "Corolla", 2019));
        Assert.False(RecallFit.Fits(rule, null, "Corolla", 2019));
        Assert.True(RecallFit.Fits(rule with { Years = [2019] }, "Toyota", null, 2019));
        Assert.True(RecallFit.Fits(rule with { Model = "corolla" }, "Toyota", "COROLLA", null));
    }

    [Fact]
    public void A_blank_name_is_no_name()
    {
        Assert.False(RecallFit.Fits(new RecallRule { Make = " " }, " ", null, null));
        Assert.False(RecallFit.Fits(new RecallRule { Make = "Toyota", Model = string.Empty }, "Toyota", string.Empty, null));
    }

    [Fact]
    public void Capitals_and_spaces_around_never_matter()
    {
        Check.QuickThrowOnFailure(Prop.ForAll<NonEmptyString, byte>((name, spaces) =>
        {
            var text = name.Get;
            var written = new string(' ', spaces % 4) + text.ToUpperInvariant() + new string(' ', spaces % 3);
            return string.IsNullOrWhiteSpace(text) || RecallFit.Comparable(written) == RecallFit.Comparable(RecallFit.Comparable(text));
        }));
    }
}
