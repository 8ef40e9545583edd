using AutoCrm.Actors.Cases;
using AutoCrm.Actors.Commands;
using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Leads;
using AutoCrm.Actors.Orders;
using AutoCrm.Actors.Vehicles;
using Xunit;

namespace AutoCrm.Actors.Grains.Tests.Commands;

/// <summary>What customers accept and reject.</summary>
public sealed class CustomerCommandTests
{
    private static readonly LeadReceived Lead = new() { LeadId = "L1", Channel = ContactChannel.Web, Interest = LeadInterest.Buy };
    private static readonly OrderPlaced Order = new() { OrderId = "O1" };
    private static readonly CaseOpened Case = new() { CaseId = "K1", Kind = CaseKind.Complaint, Severity = CaseSeverity.High, Channel = ContactChannel.Phone };
    private readonly Trade trade = Trade.Open();

    private TestDriveBooked Drive => new() { TestDriveId = "T1", At = trade.Now.AddDays(1) };

    private QuoteIssued Quote => new() { QuoteId = "Q1", Amount = new Money(1, "EUR"), ValidUntil = trade.Now.AddDays(1) };

    [Fact]
    public void A_customer_is_registered_once()
    {
        trade.Accepts("registerCustomer", new CustomerRegistered { Name = "New" }, customer: "C9")
            .Rejects(CommandRejections.AlreadyRegistered, "registerCustomer", new CustomerRegistered { Name = "New" }, customer: "C9");
        Assert.Equal("New", trade.Customers["C9"].Profile.Name?.Value);
    }

    [Fact]
    public void A_customer_that_the_dealership_has_not_dealt_with_looks_like_none_and_headquarters_may_give_it_a_lead() =>
        trade.Rejects(CommandRejections.UnknownCustomer, "receiveLead", Lead, dealership: "D3")
            .Rejects(CommandRejections.UnknownCustomer, "receiveLead", Lead, customer: "nobody")
            .Rejects(CommandRejections.UnknownCustomer, "receiveLead", Lead, customer: "nobody", hq: true)
            .Accepts("receiveLead", Lead, dealership: "D3", hq: true)
            .Accepts("assignLead", new LeadAssigned { LeadId = "L1", Advisor = "A" }, dealership: "D3");

    [Fact]
    public void A_profile_change_names_something() =>
        trade.Rejects(CommandRejections.NothingToDo, "changeProfile", new CustomerProfileChanged())
            .Accepts("changeProfile", new CustomerProfileChanged { Name = "Other" });

    [Fact]
    public void Consents_and_interactions_are_noted()
    {
        trade.Accepts("giveConsent", new ConsentGiven { Purpose = ConsentPurpose.Marketing });
        Assert.True(trade.Customers[Trade.Customer].Consents.Allow(ConsentPurpose.Marketing, ContactChannel.Email));
        trade.Accepts("withdrawConsent", new ConsentWithdrawn { Purpose = ConsentPurpose.Marketing })
            .Accepts("logInteraction", new InteractionLogged { Channel = ContactChannel.Phone, Direction = InteractionDirection.Inbound });
        Assert.False(trade.Customers[Trade.Customer].Consents.Allow(ConsentPurpose.Marketing, ContactChannel.Email));
    }

    [Fact]
    public void Of_a_lead_only_an_open_one_of_the_dealership_goes_on() =>
        trade.Accepts("receiveLead", Lead)
            .Rejects(CommandRejections.NumberTaken, "receiveLead", Lead)
            .Rejects(CommandRejections.UnknownLead, "assignLead", new LeadAssigned { LeadId = "L1", Advisor = "A" }, dealership: "D2")
            .Rejects(CommandRejections.UnknownLead, "qualifyLead", new LeadQualified { LeadId = "L2", Level = LeadLevel.A })
            .Accepts("assignLead", new LeadAssigned { LeadId = "L1", Advisor = "A" })
            .Accepts("recordContact", new LeadContacted { LeadId = "L1", Channel = ContactChannel.Phone })
            .Accepts("qualifyLead", new LeadQualified { LeadId = "L1", Level = LeadLevel.A })
            .Accepts("loseLead", new LeadLost { LeadId = "L1", Reason = "bought elsewhere" })
            .Rejects(CommandRejections.LeadEnded, "loseLead", new LeadLost { LeadId = "L1", Reason = "again" })
            .Rejects(CommandRejections.LeadEnded, "recordContact", new LeadContacted { LeadId = "L1", Channel = ContactChannel.Phone })
            .Rejects(CommandRejections.LeadEnded, "placeOrder", Order with { LeadId = "L1" });

    [Fact]
    public void A_test_drive_is_booked_for_the_future_and_completed_once_with_a_licence()
    {
        trade.Rejects(CommandRejections.NotInFuture, "bookTestDrive", Drive with { At = trade.Now })
            .Rejects(CommandRejections.UnknownLead, "bookTestDrive", Drive with { LeadId = "L9" })
            .Rejects(VehicleRejections.CheckDigitWrong, "bookTestDrive", Drive, vin: "4T1BE32K23U193407")
            .Accepts("bookTestDrive", Drive)
            .Rejects(CommandRejections.NumberTaken, "bookTestDrive", Drive)
            .Rejects(CommandRejections.UnknownTestDrive, "completeTestDrive", new TestDriveCompleted { TestDriveId = "T1" }, dealership: "D2")
            .Rejects(CommandRejections.LicenceNotChecked, "completeTestDrive", new TestDriveCompleted { TestDriveId = "T1" })
            .Accepts("completeTestDrive", new TestDriveCompleted { TestDriveId = "T1", LicenceChecked = true })
            .Rejects(CommandRejections.TestDriveEnded, "completeTestDrive", new TestDriveCompleted { TestDriveId = "T1", LicenceChecked = true });
        Assert.Equal(Trade.Vin, trade.Log[^1].Vin);
    }

    [Fact]
    public void An_order_ends_the_lead_and_accepts_the_quote_that_it_names()
    {
        trade.Accepts("receiveLead", Lead)
            .Rejects(CommandRejections.NotInFuture, "issueQuote", Quote with { ValidUntil = trade.Now })
            .Accepts("issueQuote", Quote)
            .Rejects(CommandRejections.NumberTaken, "issueQuote", Quote)
            .Rejects(CommandRejections.UnknownQuote, "placeOrder", Order with { QuoteId = "Q2" })
            .Accepts("placeOrder", Order with { LeadId = "L1", QuoteId = "Q1" })
            .Rejects(CommandRejections.NumberTaken, "placeOrder", Order)
            .Rejects(CommandRejections.QuoteEnded, "placeOrder", new OrderPlaced { OrderId = "O2", QuoteId = "Q1" });
        Assert.Equal(LeadState.Converted, Assert.Single(trade.Customers[Trade.Customer].Leads).State);
    }

    [Fact]
    public void An_order_is_called_off_once_and_its_vehicle_is_free_again()
    {
        trade.Rejects(CommandRejections.UnknownOrder, "cancelOrder", new OrderCancelled { OrderId = "O1", Reason = "r" })
            .Accepts("placeOrder", Order)
            .Accepts("allocateVehicle", new VehicleAllocated { OrderId = "O1" })
            .Rejects(CommandRejections.UnknownOrder, "cancelOrder", new OrderCancelled { OrderId = "O1", Reason = "r" }, dealership: "D2")
            .Accepts("cancelOrder", new OrderCancelled { OrderId = "O1", Reason = "r" })
            .Rejects(CommandRejections.OrderCancelled, "cancelOrder", new OrderCancelled { OrderId = "O1", Reason = "r" })
            .Accepts("placeOrder", Order, dealership: "D2", customer: Trade.Other)
            .Accepts("allocateVehicle", new VehicleAllocated { OrderId = "O1" }, dealership: "D2", customer: Trade.Other);
    }

    [Fact]
    public void A_case_is_reopened_within_thirty_days_of_its_end()
    {
        trade.Accepts("openCase", Case)
            .Rejects(CommandRejections.NumberTaken, "openCase", Case)
            .Rejects(CommandRejections.CaseOpen, "reopenCase", new CaseReopened { CaseId = "K1" })
            .Rejects(CommandRejections.UnknownCase, "respondToCase", new CaseResponded { CaseId = "K1" }, dealership: "D2")
            .Accepts("respondToCase", new CaseResponded { CaseId = "K1" })
            .Accepts("resolveCase", new CaseResolved { CaseId = "K1", How = "done" })
            .Rejects(CommandRejections.CaseEnded, "resolveCase", new CaseResolved { CaseId = "K1", How = "again" });
        trade.Now = trade.Now.AddDays(29);
        trade.Accepts("reopenCase", new CaseReopened { CaseId = "K1" }).Accepts("resolveCase", new CaseResolved { CaseId = "K1", How = "done" });
        trade.Now = trade.Now.AddDays(31);
        trade.Rejects(CommandRejections.TooLate, "reopenCase", new CaseReopened { CaseId = "K1" });
    }

    [Fact]
    public void The_dead_get_nothing_new_and_their_affairs_are_settled() =>
        trade.Accepts("placeOrder", Order)
            .Accepts("openCase", Case)
            .Reported(new CustomerDeceased(), Trade.Customer)
            .Rejects(CommandRejections.CustomerDeceased, "receiveLead", Lead)
            .Rejects(CommandRejections.CustomerDeceased, "placeOrder", new OrderPlaced { OrderId = "O2" })
            .Rejects(CommandRejections.CustomerDeceased, "issueQuote", Quote)
            .Rejects(CommandRejections.CustomerDeceased, "bookTestDrive", Drive)
            .Rejects(CommandRejections.CustomerDeceased, "giveConsent", new ConsentGiven { Purpose = ConsentPurpose.Survey })
            .Rejects(CommandRejections.CustomerDeceased, "allocateVehicle", new VehicleAllocated { OrderId = "O1" })
            .Accepts("cancelOrder", new OrderCancelled { OrderId = "O1", Reason = "deceased" })
            .Accepts("resolveCase", new CaseResolved { CaseId = "K1", How = "with the heirs" });

    [Fact]
    public void The_erased_and_the_merged_are_asked_nothing() =>
        trade.Reported(new CustomerErased(), Trade.Customer)
            .Reported(new CustomerMerged { Into = Trade.Customer }, Trade.Other)
            .Rejects(CommandRejections.CustomerErased, "changeProfile", new CustomerProfileChanged { Name = "Back" })
            .Rejects(CommandRejections.CustomerMerged, "placeOrder", Order, customer: Trade.Other);

    [Fact]
    public void A_conflict_is_decided_once()
    {
        trade.Reported(new DuplicateSuspected { Other = Trade.Other }, Trade.Customer, dealership: null);
        var conflict = Assert.Single(CustomerConflicts.Of(trade.Customers[Trade.Customer]));
        var decision = new ConflictResolved { Conflict = conflict.Id, How = "two persons" };
        trade.Rejects(CommandRejections.UnknownConflict, "resolveCustomerConflict", decision with { Right = new EventStamp(trade.Now, "x", "y") })
            .Accepts("resolveCustomerConflict", decision)
            .Rejects(CommandRejections.UnknownConflict, "resolveCustomerConflict", decision);
    }
}
