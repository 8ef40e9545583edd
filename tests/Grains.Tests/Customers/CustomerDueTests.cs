using AutoCrm.Actors.Cases;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Grains.Customers;
using AutoCrm.Actors.Orders;
using Xunit;
using static AutoCrm.Actors.Grains.Tests.Customers.CustomerLife;

namespace AutoCrm.Actors.Grains.Tests.Customers;

/// <summary>The clocks of contracts, and of cases that headquarters looks after.</summary>
public sealed class CustomerDueTests
{
    private static readonly LoggedEvent Opened = AtHeadquarters(1, new CaseOpened
    {
        CaseId = "K", Kind = CaseKind.Complaint, Severity = CaseSeverity.High, Channel = ContactChannel.Web,
    });

    [Fact]
    public void A_case_of_headquarters_has_to_be_answered_and_resolved_in_time()
    {
        Assert.Equal(Day(1).AddHours(4), CustomerDue.NextOf(Of([Opened])));
        Assert.Empty(CustomerDue.Due(Of([Opened]), Day(1).AddHours(3.9)));
        var due = CustomerDue.Due(Of([Opened]), Day(3)).Select(e => Happenings.Logged(e.Of(Subject.Customer("C1")))).ToArray();
        Assert.Equal([CaseTarget.Response, CaseTarget.Resolution], due.Select(e => ((CaseOverdue)e.Payload).Target));

        var noted = Of([Opened, .. due]);
        Assert.Null(CustomerDue.NextOf(noted));
        Assert.Empty(CustomerDue.Due(noted, Day(100)));
    }

    [Fact]
    public void An_answer_and_a_resolution_stop_the_clocks()
    {
        var answered = AtHeadquarters(1.1, new CaseResponded { CaseId = "K" });
        Assert.Equal(Day(1).AddHours(24), CustomerDue.NextOf(Of([Opened, answered])));
        Assert.Null(CustomerDue.NextOf(Of([Opened, AtHeadquarters(1.2, new CaseResolved { CaseId = "K", How = "So" })])));
    }

    [Fact]
    public void Opened_again_it_has_to_be_resolved_anew()
    {
        var resolved = AtHeadquarters(1.1, new CaseResolved { CaseId = "K", How = "So" });
        var reopened = AtHeadquarters(5, new CaseReopened { CaseId = "K" });
        foreach (var customer in new[] { Of([Opened, resolved, reopened]), Of([reopened, resolved, Opened]) })
        {
            Assert.Contains(CustomerDue.Due(customer, Day(7)), due => due.At == Day(5).AddHours(24));
        }
    }

    [Fact]
    public void The_cases_of_a_dealership_have_their_clocks_there() =>
        Assert.Null(CustomerDue.NextOf(Of([On(1, new CaseOpened { CaseId = "K", Kind = CaseKind.Question, Severity = CaseSeverity.Low, Channel = ContactChannel.Web })])));

    [Fact]
    public void A_contract_that_is_about_to_end_is_told_once_in_time_for_another_vehicle()
    {
        var signed = On(1, new ContractSigned { OrderId = "O", ContractId = "K-7", Finance = FinanceKind.Lease, Until = Day(1000) });
        var told = Day(1000).AddMonths(-CustomerOrder.EndingMonths);
        Assert.Equal(told, CustomerDue.NextOf(Of([signed])));
        Assert.Empty(CustomerDue.Due(Of([signed]), told.AddTicks(-1)));
        var due = Assert.Single(CustomerDue.Due(Of([signed]), told)).Of(Subject.Customer("C1"));
        Assert.Equal((told, "C1", signed.Dealership), (due.Time, due.Customer, due.Dealership));
        Assert.Equal(due.Id, Assert.Single(CustomerDue.Due(Of([signed]), Day(2000))).Of(Subject.Customer("C1")).Id);
        var logged = Happenings.Logged(due);
        Assert.Equal(new ContractEnding { OrderId = "O", ContractId = "K-7", Ends = Day(1000) }, logged.Payload);

        foreach (var customer in new[] { Of([signed, logged]), Of([logged, signed]) })
        {
            Assert.Null(CustomerDue.NextOf(customer));
            Assert.Empty(CustomerDue.Due(customer, Day(2000)));
        }
    }

    [Fact]
    public void A_contract_that_is_signed_anew_ends_anew()
    {
        var signed = On(1, new ContractSigned { OrderId = "O", Until = Day(400) });
        var logged = Happenings.Logged(Assert.Single(CustomerDue.Due(Of([signed]), Day(400))).Of(Subject.Customer("C1")));
        var anew = On(350, new ContractSigned { OrderId = "O", Until = Day(360) });

        var due = Assert.Single(CustomerDue.Due(Of([signed, logged, anew]), Day(351)));
        Assert.Equal(Day(350).AddTicks(TimeSpan.TicksPerMicrosecond), due.At);
        Assert.Null(CustomerDue.NextOf(Of([signed, logged, anew, Happenings.Logged(due.Of(Subject.Customer("C1")))])));
    }

    [Fact]
    public void Nothing_is_told_of_a_contract_without_end_of_an_order_that_was_called_off_or_of_the_dead()
    {
        var signed = On(1, new ContractSigned { OrderId = "O", Until = Day(1000) });
        Assert.Null(CustomerDue.NextOf(Of([On(1, new ContractSigned { OrderId = "O" })])));
        Assert.Null(CustomerDue.NextOf(Of([signed, On(2, new OrderCancelled { OrderId = "O", Reason = "x" })])));
        Assert.Null(CustomerDue.NextOf(Of([signed, On(2, new CustomerDeceased())])));
        Assert.NotNull(CustomerDue.NextOf(Of([On(1, new ContractSigned { OrderId = "O", Until = DateTimeOffset.MinValue })])));
    }

    private static LoggedEvent AtHeadquarters(double day, EventPayload payload) => On(day, payload) with { Dealership = null };
}
