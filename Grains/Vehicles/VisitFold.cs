using AutoCrm.Actors.Events;
using AutoCrm.Actors.Service;
using AutoCrm.Actors.Vehicles;

namespace AutoCrm.Actors.Grains.Vehicles;

/// <summary>How appointments, visits, faults and the maintenance plan are kept. Pure.</summary>
internal static class VisitFold
{
    public static Vehicle? Apply(Vehicle state, LoggedEvent happened)
    {
        var by = happened.Stamp;
        return happened.Payload switch
        {
            ServiceBooked e => Booking(state, happened, e.AppointmentId, a => a with
            {
                Expected = History.Last(a.Expected, e.At, by),
                Recalls = History.Add(a.Recalls, e.Recalls, VehicleCare.MaxHistory),
            }),
            ServiceRescheduled e => Booking(
                state, happened, e.AppointmentId, a => a with { Expected = History.Last(a.Expected, e.At, by) }),
            ServiceConfirmed e => Booking(
                state, happened, e.AppointmentId, a => a with { Confirmed = History.Later(a.Confirmed, by) }),
            ServiceNoShow e => Booking(
                state, happened, e.AppointmentId, a => a with { Ended = History.Last(a.Ended, AppointmentEnd.NoShow, by) }),
            ServiceCancelled e => Booking(
                state, happened, e.AppointmentId, a => a with { Ended = History.Last(a.Ended, AppointmentEnd.Cancelled, by) }),
            VehicleCheckedIn e => VehicleFold.Read(JobFold.CheckedIn(Arrived(state, e, happened), e, happened), e.Odometer, happened),
            FaultObserved e => VehicleFold.Read(Observed(state, e, happened), e.Odometer, happened),
            BreakdownReported e => VehicleFold.Read(
                state.CaredFor(care => care with { Breakdown = History.Later(care.Breakdown, by) }), e.Odometer, happened),
            MaintenancePlanSet e => state.CaredFor(care => care with { Plan = History.Latest(care.Plan, e, by) }),
            _ => JobFold.Apply(state, happened),
        };
    }

    public static Vehicle Completed(Vehicle state, ServiceCompleted e, LoggedEvent happened)
    {
        var visit = new ServiceVisit(
            happened.Stamp, e.RepairOrder, e.Amount, e.Lines.IsDefault ? [] : e.Lines, happened.Dealership, e.Maintenance);
        var completed = state with { ServiceVisits = History.Add(state.ServiceVisits, visit, v => v.By, Vehicle.MaxHistory) };
        return state.End?.Scrapped is null ? completed : VehicleConflicts.JudgeTrade(completed);
    }

    public static Vehicle Told(Vehicle state, EventStamp by) =>
        state.CaredFor(care => care with { DueTold = History.Later(care.DueTold, by) });

    public static Vehicle CaredFor(this Vehicle state, Func<VehicleCare, VehicleCare> change) =>
        state with { Care = change(state.Care ?? new VehicleCare()) };

    private static Vehicle Arrived(Vehicle state, VehicleCheckedIn e, LoggedEvent happened) => e.AppointmentId is { } id
        ? Booking(state, happened, id, a => new Appointment { Id = a.Id, Dealership = a.Dealership, Arrived = true })
        : state;

    private static Vehicle Booking(Vehicle state, LoggedEvent happened, string id, Func<Appointment, Appointment> change) =>
        state.CaredFor(care => care with
        {
            Appointments = History.Change(
                care.Appointments,
                happened.Dealership,
                id,
                (number, dealership) => new Appointment { Id = number, Dealership = dealership },
                appointment => appointment.Arrived ? appointment : change(appointment),
                VehicleCare.MaxHistory),
        });

    private static Vehicle Observed(Vehicle state, FaultObserved e, LoggedEvent happened) => state.CaredFor(care => care with
    {
        Faults = History.Add(
            care.Faults, new Fault(happened.Stamp, e.Code, e.Severity, happened.Dealership), fault => fault.By, VehicleCare.MaxHistory),
    });
}
