using System.Collections.Immutable;
using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Grains.Customers;
using Xunit;

namespace AutoCrm.Actors.Grains.Tests.Customers;

/// <summary>When two records are one person, when they may be, and when they are not.</summary>
public sealed class IdentificationTests
{
    [Fact]
    public void One_name_and_one_number_are_one_person() => Assert.True(Judge(Named("Jutta Meier"), Shared(DuplicateClue.Phone, Named("Meier, Jutta", "C2")))[0].IsSame);

    [Fact]
    public void A_number_of_two_names_joins_nobody_whoever_else_has_it()
    {
        var matches = Judge(Named("Hans Meier"), Shared(DuplicateClue.Phone, Named("Anna Meier", "C2"), Named("Hans Meier", "C3")));
        Assert.Equal([("C2", false), ("C3", false)], matches.Select(m => (m.Other.Id, m.IsSame)));
    }

    [Fact]
    public void A_second_clue_of_its_own_joins_all_the_same()
    {
        var same = Named("Hans Meier", "C3");
        var matches = Judge(
            Named("Hans Meier"), Shared(DuplicateClue.Phone, Named("Anna Meier", "C2"), same), Shared(DuplicateClue.Email, same));
        Assert.Equal([("C2", false), ("C3", true)], matches.Select(m => (m.Other.Id, m.IsSame)));
        Assert.Equal([DuplicateClue.Phone, DuplicateClue.Email], matches[1].Clues);
    }

    [Fact]
    public void Whose_name_is_not_known_is_joined_by_an_address_of_one_and_not_by_a_telephone()
    {
        Assert.True(Judge(Named(null), Shared(DuplicateClue.Email, Named("Jutta Meier", "C2")))[0].IsSame);
        Assert.False(Judge(Named(null), Shared(DuplicateClue.Phone, Named("Jutta Meier", "C2")))[0].IsSame);
        Assert.All(Judge(Named(null), Shared(DuplicateClue.Email, Named("Jutta Meier", "C2"), Named("Hans Meier", "C3"))), m => Assert.False(m.IsSame));
    }

    [Theory]
    [InlineData(DuplicateClue.NameAndPostcode)]
    [InlineData(DuplicateClue.NameAndBirthDate)]
    public void Weak_clues_alone_join_nobody(DuplicateClue clue) => Assert.False(Judge(Named("Jutta Meier"), Shared(clue, Named("Jutta Meier", "C2")))[0].IsSame);

    [Fact]
    public void A_person_and_a_company_or_two_dates_of_birth_are_two()
    {
        var own = Named("Meier");
        Assert.False(Judge(With(own, PartyKind.Person), Shared(DuplicateClue.Email, With(Named("Meier", "C2"), PartyKind.Company)))[0].IsSame);
        Assert.False(Judge(Born(own, 1970), Shared(DuplicateClue.Email, Born(Named("Meier", "C2"), 1990)))[0].IsSame);
        Assert.True(Judge(Born(own, 1970), Shared(DuplicateClue.Email, Born(Named("Meier", "C2"), 1970)))[0].IsSame);
    }

    [Fact]
    public void A_number_of_very_many_joins_nobody() =>
        Assert.False(Judge(Named("Meier"), (DuplicateClue.Email, [Named("Meier", "C2")], true))[0].IsSame);

    [Fact]
    public void What_was_merged_or_separated_before_and_what_is_suspected_already_is_left_alone()
    {
        var other = Named("Meier", "C2");
        Assert.Empty(Judge(Named("Meier") with { Connected = ["C2"] }, Shared(DuplicateClue.Email, other)));
        Assert.Empty(Judge(Named("Meier"), Shared(DuplicateClue.Email, other with { Connected = ["C1"] })));
        Assert.Empty(Judge(Named("Meier") with { Aliases = ["C2"] }, Shared(DuplicateClue.Email, other)));
        Assert.Empty(Judge(
            Named("Maier") with { Duplicates = [new SuspectedDuplicate("C2", CustomerLife.On(1, new CustomerUnmerged { From = "x" }).Stamp, [])] },
            Shared(DuplicateClue.Email, other)));
    }

    [Fact]
    public void The_one_who_was_heard_of_first_stays()
    {
        var (first, second) = (CustomerLife.Of(CustomerLife.On(1, new CustomerRegistered { Name = "A" })), CustomerLife.Of(CustomerLife.On(2, new CustomerRegistered { Name = "A" })) with { Id = "B" });
        Assert.True(Identification.Stays(first, second));
        Assert.False(Identification.Stays(second, first));
        Assert.NotEqual(Identification.Stays(Named("x"), Named("x", "C2")), Identification.Stays(Named("x", "C2"), Named("x")));
    }

    [Theory]
    [InlineData("+49 (30) 1234567", "49301234567")]
    [InlineData("0049 30 1234567", "49301234567")]
    [InlineData("12345", null)]
    [InlineData("0000000", null)]
    [InlineData("call my wife", null)]
    public void A_telephone_number_is_a_clue_if_it_is_one(string phone, string? clue) =>
        Assert.Equal(clue is null ? [] : [clue], Clues.Of(Registered(new CustomerRegistered { Name = "A", Phones = [phone] })).Select(c => c.Text));

    [Fact]
    public void Clues_are_of_everything_that_identifies()
    {
        var customer = Registered(new CustomerRegistered
        {
            Name = "Jutta  Meier", Emails = ["J@Example.com", "none"], Address = new PostalAddress { Postcode = "10 115" }, BirthDate = new DateOnly(1970, 1, 2),
        });
        Assert.Equal(
            [(DuplicateClue.Email, "j@example.com"), (DuplicateClue.NameAndPostcode, "jutta meier\n10115"), (DuplicateClue.NameAndBirthDate, "jutta meier\n1970-01-02")],
            Clues.Of(customer).Select(c => (c.Kind, c.Text)));
        Assert.Empty(Clues.Of(CustomerLife.Of(CustomerLife.On(0, new CustomerRegistered { Name = "A", Emails = ["a@b"] }), CustomerLife.On(1, new CustomerErased()))));
    }

    private static ImmutableArray<Match> Judge(Customer own, params (DuplicateClue Clue, ImmutableArray<Customer> Others, bool More)[] shared) =>
        Identification.Judge(own, shared);

    private static (DuplicateClue Clue, ImmutableArray<Customer> Others, bool More) Shared(DuplicateClue clue, params ImmutableArray<Customer> others) => (clue, others, false);

    private static Customer Registered(CustomerRegistered e) => CustomerLife.Of(CustomerLife.On(0, e));

    private static Customer Named(string? name, string id = "C1") => name is null ? new Customer { Id = id } : Registered(new CustomerRegistered { Name = name }) with { Id = id };

    private static Customer With(Customer customer, PartyKind kind) =>
        customer with { Profile = customer.Profile with { Kind = new Stamped<PartyKind>(kind, customer.LastEvent!) } };

    private static Customer Born(Customer customer, int year) =>
        customer with { Profile = customer.Profile with { BirthDate = new Stamped<DateOnly>(new DateOnly(year, 1, 1), customer.LastEvent!) } };
}
