using AutoCrm.Actors.Cases;
using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Grains.Customers;

/// <summary>Cases: each event sets the milestone that it stands for.</summary>
internal static class CaseFold
{
    public static Customer Apply(Customer state, LoggedEvent happened)
    {
        var by = happened.Stamp;
        return happened.Payload switch
        {
            CaseOpened e when state.CaseOf(e.CaseId, happened, out var one) is var slot => state with
            {
                Cases = slot.Put(one with
                {
                    Opened = History.Latest(one.Opened, new CaseIntake(e.Kind, e.Channel, e.Subject, happened.Vin), by),
                    FirstOpened = History.Earlier(one.FirstOpened, by),
                    Urgency = History.Last(one.Urgency, e.Severity, by),
                }),
            },
            CaseAssigned e when state.CaseOf(e.CaseId, happened, out var one) is var slot =>
                state with { Cases = slot.Put(one with { Advisor = History.Latest(one.Advisor, e.Advisor, by) }) },
            CaseResponded e when state.CaseOf(e.CaseId, happened, out var one) is var slot => state with
            {
                Cases = slot.Put(one with { FirstResponse = History.Earlier(one.FirstResponse, by), LastResponse = History.Later(one.LastResponse, by) }),
            },
            CaseEscalated e when state.CaseOf(e.CaseId, happened, out var one) is var slot => state with
            {
                Cases = slot.Put(one with
                {
                    Escalated = History.Latest(one.Escalated, e.To ?? string.Empty, by),
                    Urgency = History.Latest(one.Urgency, e.Severity, by),
                }),
            },
            CaseResolved e when state.CaseOf(e.CaseId, happened, out var one) is var slot =>
                state with { Cases = slot.Put(one with { Resolved = History.Latest(one.Resolved, e.How, by) }) },
            CaseReopened e when state.CaseOf(e.CaseId, happened, out var one) is var slot =>
                state with { Cases = slot.Put(one with { Reopened = History.Later(one.Reopened, by) }) },
            CaseClosed e when state.CaseOf(e.CaseId, happened, out var one) is var slot =>
                state with { Cases = slot.Put(one with { Closed = History.Later(one.Closed, by) }) },
            _ => state,
        };
    }

    public static Customer Overdue(this Customer state, CaseOverdue e, LoggedEvent happened)
    {
        var slot = state.CaseOf(e.CaseId, happened, out var one);
        return state with
        {
            Cases = slot.Put(e.Target == CaseTarget.Response
                ? one with { ResponseOverdue = History.Last(one.ResponseOverdue, e.Due, happened.Stamp) }
                : one with { ResolutionOverdue = History.Last(one.ResolutionOverdue, e.Due, happened.Stamp) }),
        };
    }

    private static Slot<CustomerCase> CaseOf(this Customer state, string caseId, LoggedEvent happened, out CustomerCase one)
    {
        var slot = new Slot<CustomerCase>(state.Cases, happened.Dealership, caseId);
        one = slot.Item ?? new CustomerCase { CaseId = caseId, Dealership = happened.Dealership };
        return slot;
    }
}
