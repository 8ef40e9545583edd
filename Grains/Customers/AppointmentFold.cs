using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Service;

namespace AutoCrm.Actors.Grains.Customers;

/// <summary>Appointments with workshops: each event sets the milestone that it stands for.</summary>
internal static class AppointmentFold
{
    public static Customer Apply(Customer state, LoggedEvent happened)
    {
        var by = happened.Stamp;
        return happened.Payload switch
        {
            ServiceBooked e when state.AppointmentOf(e.AppointmentId, happened, out var one) is var slot => state with
            {
                Appointments = slot.Put(one with
                {
                    Booked = History.Latest(one.Booked, new AppointmentBooking(happened.Vin, e.Work.IsDefault ? [] : e.Work, e.Channel, e.Advisor), by),
                    Expected = History.Last(one.Expected, e.At, by),
                }),
            },
            ServiceRescheduled e when state.AppointmentOf(e.AppointmentId, happened, out var one) is var slot =>
                state with { Appointments = slot.Put(one with { Expected = History.Last(one.Expected, e.At, by) }) },
            ServiceConfirmed e when state.AppointmentOf(e.AppointmentId, happened, out var one) is var slot =>
                state with { Appointments = slot.Put(one with { Confirmed = History.Later(one.Confirmed, by) }) },
            ServiceNoShow e when state.AppointmentOf(e.AppointmentId, happened, out var one) is var slot =>
                state with { Appointments = slot.Put(one with { NoShow = History.Later(one.NoShow, by) }) },
            ServiceCancelled e when state.AppointmentOf(e.AppointmentId, happened, out var one) is var slot =>
                state with { Appointments = slot.Put(one with { Cancelled = History.Latest(one.Cancelled, e.Reason ?? string.Empty, by) }) },
            _ => state,
        };
    }

    /// <summary>The vehicle came to its appointment.</summary>
    public static Customer WithArrival(this Customer state, string appointmentId, string repairOrder, LoggedEvent happened)
    {
        var slot = state.AppointmentOf(appointmentId, happened, out var one);
        return state with { Appointments = slot.Put(one with { Arrived = History.Latest(one.Arrived, repairOrder, happened.Stamp) }) };
    }

    private static Slot<CustomerAppointment> AppointmentOf(this Customer state, string id, LoggedEvent happened, out CustomerAppointment one)
    {
        var slot = new Slot<CustomerAppointment>(state.Appointments, happened.Dealership, id);
        one = slot.Item ?? new CustomerAppointment { AppointmentId = id, Dealership = happened.Dealership };
        return slot;
    }
}
