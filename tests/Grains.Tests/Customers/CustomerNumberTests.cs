using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Leads;
using Xunit;

namespace AutoCrm.Actors.Grains.Tests.Customers;

/// <summary>Given events that name a customer by dealerships' numbers, the customer knows the numbers.</summary>
public sealed class CustomerNumberTests
{
    [Fact]
    public void Each_dealership_has_its_own_numbers_the_latest_named_last()
    {
        var customer = CustomerLife.Of(Named(3, "D07", "4711"), Named(1, "D01", "17"), Named(2, "D07", "4712"), Named(4, "D01", "17"));

        Assert.Equal(["D07 4712", "D07 4711", "D01 17"], customer.Numbers.Select(one => $"{one.Dealership} {one.Number}"));
        Assert.Equal(CustomerLife.Day(4), customer.Numbers[^1].By.At);
    }

    [Fact]
    public void An_event_that_names_the_id_tells_of_no_number() =>
        Assert.Empty(CustomerLife.Of(CustomerLife.On(1, Lead)).Numbers);

    [Fact]
    public void What_the_system_derives_tells_of_no_number() =>
        Assert.Empty(CustomerLife.Of(CustomerLife.On(1, new DuplicateSuspected { Other = "C2" }) with { CustomerNumber = "1" }).Numbers);

    private static LeadReceived Lead => new() { LeadId = "L1", Channel = ContactChannel.Web, Interest = LeadInterest.Buy };

    private static LoggedEvent Named(double day, string dealership, string number) =>
        CustomerLife.On(day, Lead, dealership: dealership) with { CustomerNumber = number };
}
