using AutoCrm.Actors.Customers;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace AutoCrm.Actors.Grains.Tests.Customers;

/// <summary>A reference of a dealership has one id for ever, and an id of the product is told from a number.</summary>
public sealed class CustomerIdTests
{
    private static readonly Gen<string> AnyText =
        Gen.NonEmptyListOf(Gen.Elements('0', '1', '2', 'D', 'c', '-', 'ü', ' ')).Select(static letters => string.Concat(letters));

    // Ids stand in the log: this one must never change.
    [Fact]
    public void An_id_is_the_same_for_ever() => Assert.Equal("c-7SNQEAGX41ETSV6XN54A9HTMY6", CustomerIds.Of("D07", "4711"));

    [Fact]
    public void Two_references_have_one_id_only_if_they_are_the_same() =>
        Prop.ForAll(
            Gen.Zip(AnyText, AnyText).ToArbitrary(),
            Gen.Zip(AnyText, AnyText).ToArbitrary(),
            static (one, other) => (CustomerIds.Of(one.Item1, one.Item2) == CustomerIds.Of(other.Item1, other.Item2)) == (one == other))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(1000).WithEndSize(6));

    [Fact]
    public void The_border_between_dealership_and_number_counts() => Assert.NotEqual(CustomerIds.Of("D1", "23"), CustomerIds.Of("D12", "3"));

    [Fact]
    public void An_id_that_the_product_gave_out_is_taken_as_it_is() =>
        Prop.ForAll(AnyText.ToArbitrary(), AnyText.ToArbitrary(), static (number, dealership) =>
        {
            var id = CustomerIds.Of("D07", number);
            return id.Length == CustomerIds.Length && CustomerIds.IsOwn(id) && CustomerIds.Of(dealership, id) == id;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void An_id_with_one_wrong_letter_is_a_number_like_any_other() =>
        Prop.ForAll(AnyText.ToArbitrary(), Gen.Choose(0, CustomerIds.Length - 1).ToArbitrary(), Gen.Elements('0', 'Z', 'U', 'é').ToArbitrary(), static (number, at, letter) =>
        {
            var id = CustomerIds.Of("D07", number);
            var wrong = id[..at] + letter + id[(at + 1)..];
            return wrong == id || (!CustomerIds.IsOwn(wrong) && CustomerIds.Of("D07", wrong) != wrong);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("4711")]
    [InlineData("c-")]
    [InlineData("c-00000000000000000000000000")]
    [InlineData("C-7SNQEAGX41ETSV6XN54A9HTMY6")]
    public void A_number_is_no_id_of_the_product(string? text) => Assert.False(CustomerIds.IsOwn(text));
}
