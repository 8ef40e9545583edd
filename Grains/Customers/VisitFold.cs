using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Service;

namespace AutoCrm.Actors.Grains.Customers;

/// <summary>Visits to workshops, one per repair order: each event sets the milestone that it stands for.</summary>
internal static class VisitFold
{
    public static Customer Apply(Customer state, LoggedEvent happened)
    {
        var by = happened.Stamp;
        return happened.Payload switch
        {
            VehicleCheckedIn e => state.With(e, happened),
            MilestoneReached e when state.VisitOf(e.RepairOrder, happened, out var visit) is var slot =>
                state with { Visits = slot.Put(Reached(visit, e.Milestone, by)) },
            EstimateGiven e when state.VisitOf(e.RepairOrder, happened, out var visit) is var slot =>
                state with { Visits = slot.Put(visit with { Estimate = History.Latest(visit.Estimate, e.Amount, by) }) },
            EstimateApproved e when state.VisitOf(e.RepairOrder, happened, out var visit) is var slot =>
                state with { Visits = slot.Put(visit with { Approved = History.Last(visit.Approved, true, by) }) },
            EstimateDeclined e when state.VisitOf(e.RepairOrder, happened, out var visit) is var slot =>
                state with { Visits = slot.Put(visit with { Approved = History.Last(visit.Approved, false, by) }) },
            ServiceCompleted e when state.VisitOf(e.RepairOrder, happened, out var visit) is var slot =>
                state with { Visits = slot.Put(visit with { Completed = History.Latest(visit.Completed, new Cost(e.Amount), by) }) },
            ReadyForPickup e when state.VisitOf(e.RepairOrder, happened, out var visit) is var slot =>
                state with { Visits = slot.Put(visit with { Ready = History.Later(visit.Ready, by) }) },
            RepairOrderClosed e when state.VisitOf(e.RepairOrder, happened, out var visit) is var slot =>
                state with { Visits = slot.Put(visit with { Closed = History.Latest(visit.Closed, new Cost(e.Paid), by) }) },
            _ => state,
        };
    }

    private static Customer With(this Customer state, VehicleCheckedIn e, LoggedEvent happened)
    {
        var slot = state.VisitOf(e.RepairOrder, happened, out var visit);
        var checkIn = new CheckIn(e.AppointmentId, e.Promised, e.Advisor);
        var arrived = state with { Visits = slot.Put(visit with { CheckedIn = History.Latest(visit.CheckedIn, checkIn, happened.Stamp) }) };
        return e.AppointmentId is { } appointment ? arrived.WithArrival(appointment, e.RepairOrder, happened) : arrived;
    }

    // A step between the diagnosis and the check of the work says that the work began; the earliest such one counts.
    private static CustomerVisit Reached(CustomerVisit visit, RepairMilestone milestone, EventStamp by)
    {
        var reached = visit with { Milestone = History.Last(visit.Milestone, milestone, by) };
        return milestone switch
        {
            >= RepairMilestone.DiagnosticStart and <= RepairMilestone.QualityControl => reached with { Started = History.Earlier(visit.Started, by) },
            >= RepairMilestone.ServiceCompletion => reached with { Finished = History.Earlier(visit.Finished, by) },
            _ => reached,
        };
    }

    private static Slot<CustomerVisit> VisitOf(this Customer state, string repairOrder, LoggedEvent happened, out CustomerVisit visit)
    {
        var slot = new Slot<CustomerVisit>(state.Visits, happened.Dealership, repairOrder);
        var known = slot.Item ?? new CustomerVisit { RepairOrder = repairOrder, Dealership = happened.Dealership };
        visit = known with { Vin = History.Latest(known.Vin, happened.Vin, happened.Stamp) };
        return slot;
    }
}
