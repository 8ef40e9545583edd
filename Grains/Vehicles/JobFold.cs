using AutoCrm.Actors.Events;
using AutoCrm.Actors.Service;
using AutoCrm.Actors.Vehicles;

namespace AutoCrm.Actors.Grains.Vehicles;

/// <summary>How repair orders are kept while they are open. Pure.</summary>
internal static class JobFold
{
    public static Vehicle? Apply(Vehicle state, LoggedEvent happened)
    {
        var by = happened.Stamp;
        return happened.Payload switch
        {
            EstimateGiven e => Changed(
                state, happened, e.RepairOrder, job => job with { Estimate = History.Latest(job.Estimate, e.Amount, by) }),
            EstimateApproved e => Changed(
                state, happened, e.RepairOrder, job => job with { Approved = History.Last(job.Approved, true, by) }),
            EstimateDeclined e => Changed(
                state, happened, e.RepairOrder, job => job with { Approved = History.Last(job.Approved, false, by) }),
            WorkDeclined e => Refused(state, e, happened),
            MilestoneReached e => Changed(state, happened, e.RepairOrder, job => Reached(job, e.Milestone, by)),
            PartsBackordered e => Changed(state, happened, e.RepairOrder, job => job with
            {
                Resting = History.Later(job.Resting, by.At),
                PartsExpected = e.Eta is { } eta ? History.Last(job.PartsExpected, eta, by) : job.PartsExpected,
            }),
            ReadyForPickup e => Changed(
                state, happened, e.RepairOrder, job => job with { Ready = History.Later(job.Ready, by.At) }),
            RepairOrderClosed e => VehicleFold.Read(
                Changed(state, happened, e.RepairOrder, job => Closed(job, by)), e.OdometerOut, happened),
            _ => null,
        };
    }

    public static Vehicle CheckedIn(Vehicle state, VehicleCheckedIn e, LoggedEvent happened) =>
        Changed(state, happened, e.RepairOrder, job => job with
        {
            CheckedIn = History.Earlier(job.CheckedIn, happened.Stamp.At),
            Promised = e.Promised is { } promised ? History.Last(job.Promised, promised, happened.Stamp) : job.Promised,
            Recalls = History.Add(job.Recalls, e.Recalls, VehicleCare.MaxHistory),
        });

    private static WorkshopJob Reached(WorkshopJob job, RepairMilestone milestone, EventStamp by)
    {
        var reached = job with { Milestone = History.Last(job.Milestone, milestone, by) };
        return milestone switch
        {
            RepairMilestone.Booking or RepairMilestone.ExpectedArrival => reached,
            RepairMilestone.Arrival or RepairMilestone.CheckIn or RepairMilestone.PreInspection =>
                reached with { CheckedIn = History.Earlier(job.CheckedIn, by.At) },
            RepairMilestone.EstimateApproved => reached with { Approved = History.Last(job.Approved, true, by) },
            RepairMilestone.ServicePaused => reached with { Resting = History.Later(job.Resting, by.At) },
            RepairMilestone.ServiceCompletion => reached with { Finished = History.Later(job.Finished, by.At) },
            RepairMilestone.StagedForPickup or RepairMilestone.CheckOut => reached with { Ready = History.Later(job.Ready, by.At) },
            RepairMilestone.Release => Closed(job, by),
            _ => reached with { Working = History.Later(job.Working, by.At) },
        };
    }

    // Whatever else is reported of a closed one, before or after: it stays closed, and that is all that is kept.
    private static WorkshopJob Closed(WorkshopJob job, EventStamp by) =>
        new() { Id = job.Id, Dealership = job.Dealership, Closed = History.Later(job.Closed, by.At) };

    private static Vehicle Refused(Vehicle state, WorkDeclined e, LoggedEvent happened) => state.CaredFor(care => care with
    {
        Refused = History.Add(
            care.Refused,
            new RefusedWork(happened.Stamp, e.RepairOrder, e.Line, e.Amount, happened.Dealership),
            work => work.By,
            VehicleCare.MaxHistory),
    });

    private static Vehicle Changed(Vehicle state, LoggedEvent happened, string id, Func<WorkshopJob, WorkshopJob> change) =>
        state.CaredFor(care => care with
        {
            Jobs = History.Change(
                care.Jobs,
                happened.Dealership,
                id,
                (number, dealership) => new WorkshopJob { Id = number, Dealership = dealership },
                job => IsClosed(happened) || job.Closed is null ? change(job) : job,
                VehicleCare.MaxHistory),
        });

    private static bool IsClosed(LoggedEvent happened) =>
        happened.Payload is RepairOrderClosed or MilestoneReached { Milestone: RepairMilestone.Release };
}
