using AutoCrm.Actors.Commands;
using AutoCrm.Actors.Grains.Commands;
using AutoCrm.Actors.Service;
using AutoCrm.Actors.Vehicles;

namespace AutoCrm.Actors.Grains.Service;

/// <summary>What may be asked about a vehicle in the workshop. Pure.</summary>
internal static class WorkshopDecisions
{
    public static Rejection? Book(VehicleAsk ask, ServiceBooked e) =>
        ask.Vehicle.Care?.Appointments.Numbered(ask.Dealership, e.AppointmentId) is not null ? Refusal.Taken("appointmentId")
        : Exists(ask) ?? Refusal.Past(e.At, ask.Now, "at");

    public static Rejection? CheckIn(VehicleAsk ask, VehicleCheckedIn e) =>
        JobOf(ask, e.RepairOrder) is not null || IsFinished(ask, e.RepairOrder) ? Refusal.Taken("repairOrder")
        : Exists(ask) ?? Refusal.When(
            e.AppointmentId is { } id && ask.Vehicle.Care?.Appointments.Numbered(ask.Dealership, id)?.IsOpen() != true,
            CommandRejections.UnknownAppointment, "The vehicle is not expected for such an appointment.", "appointmentId");

    public static Rejection? Approve(VehicleAsk ask, EstimateApproved e) => Open(ask, e.RepairOrder)
        ?? JobOf(ask, e.RepairOrder) switch
        {
            null or { Estimate: null } => Refusal.Of(CommandRejections.NoEstimate, "No estimate was given that could be approved.", "repairOrder"),
            { Approved: { Value: true } approved } job when approved.By.CompareTo(job.Estimate!.By) > 0 => Refusal.Of(
                CommandRejections.AlreadyApproved, "The estimate is approved already.", "repairOrder"),
            _ => null,
        };

    public static Rejection? Complete(VehicleAsk ask, ServiceCompleted e) => Open(ask, e.RepairOrder)
        ?? Refusal.When(
            IsFinished(ask, e.RepairOrder), CommandRejections.WorkFinished, "The work of the repair order is finished already.", "repairOrder");

    public static Rejection? Close(VehicleAsk ask, RepairOrderClosed e) => Open(ask, e.RepairOrder)
        ?? Refusal.When(
            !IsFinished(ask, e.RepairOrder) && JobOf(ask, e.RepairOrder) is not ({ Ready: not null } or { Finished: not null }),
            CommandRejections.WorkNotFinished, "The work of the repair order is not finished.", "repairOrder");

    /// <summary>Whether the dealership has a repair order of this number for the vehicle, open or not.</summary>
    public static bool Has(VehicleAsk ask, string repairOrder) => JobOf(ask, repairOrder) is not null || IsFinished(ask, repairOrder);

    private static Rejection? Open(VehicleAsk ask, string repairOrder) =>
        Refusal.When(!Has(ask, repairOrder), CommandRejections.UnknownRepairOrder, "The dealership has no such repair order of the vehicle.", "repairOrder")
        ?? Refusal.When(
            JobOf(ask, repairOrder)?.Closed is not null, CommandRejections.RepairOrderClosed, "The repair order is closed.", "repairOrder");

    private static Rejection? Exists(VehicleAsk ask) => Refusal.When(
        VehicleEnd.StateOf(ask.Vehicle.End) is EndState.Scrapped, CommandRejections.VehicleEnded, "The vehicle was scrapped.", "vin");

    private static WorkshopJob? JobOf(VehicleAsk ask, string repairOrder) =>
        ask.Vehicle.Care?.Jobs.Numbered(ask.Dealership, repairOrder);

    private static bool IsFinished(VehicleAsk ask, string repairOrder) =>
        ask.Vehicle.ServiceVisits.Any(visit => visit.RepairOrder == repairOrder && visit.Dealership == ask.Dealership);
}
