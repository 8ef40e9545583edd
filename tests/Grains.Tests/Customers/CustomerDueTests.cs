using AutoCrm.Actors.Cases;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Grains.Customers;
using Xunit;
using static AutoCrm.Actors.Grains.Tests.Customers.CustomerLife;

namespace AutoCrm.Actors.Grains.Tests.Customers;

/// <summary>The clocks of cases that headquarters looks after.</summary>
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

    private static LoggedEvent AtHeadquarters(double day, EventPayload payload) => On(day, payload) with { Dealership = null };
}
