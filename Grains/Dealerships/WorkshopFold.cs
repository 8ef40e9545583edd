using AutoCrm.Actors.Events;
using AutoCrm.Actors.Service;

namespace AutoCrm.Actors.Grains.Dealerships;

/// <summary>How events change what a dealership's workshop has to do.</summary>
internal static class WorkshopFold
{
    private const long TicksPerQuarter = 15 * TimeSpan.TicksPerMinute;

    public static int QuarterOf(long ticks) => (int)(ticks / TicksPerQuarter);

    /// <summary>The instant at which a quarter of an hour begins.</summary>
    public static DateTimeOffset Begin(int quarter) => new(quarter * TicksPerQuarter, TimeSpan.Zero);

    public static DealershipBook Apply(DealershipBook book, LoggedEvent happened)
    {
        var by = happened.Stamp;
        return happened.Payload switch
        {
            ServiceBooked e => book.Expect(e.AppointmentId, e.At, by),
            ServiceRescheduled e => book.Expect(e.AppointmentId, e.At, by),
            ServiceCancelled e => book.Close(e.AppointmentId, by),
            ServiceNoShow e => book.Close(e.AppointmentId, by),
            VehicleCheckedIn e => (e.AppointmentId is { } appointment ? book.Close(appointment, by) : book).Arrived(by),
            _ => book,
        };
    }

    private static DealershipBook Expect(this DealershipBook book, string id, DateTimeOffset at, EventStamp by) => book with
    {
        Appointments = book.Appointments.Note(
            id,
            by.At.UtcTicks,
            book.Horizon(DealershipBook.Short),
            appointment => appointment with { Expected = History.Last(appointment.Expected, at, by) }),
    };

    private static DealershipBook Close(this DealershipBook book, string id, EventStamp by) =>
        book with { Appointments = book.Appointments.Close(id, by.At.UtcTicks, book.Horizon(DealershipBook.Short)) };

    private static DealershipBook Arrived(this DealershipBook book, EventStamp by)
    {
        var quarter = QuarterOf(by.At.UtcTicks);
        return quarter < QuarterOf(book.Horizon(DealershipBook.Days))
            ? book
            : book with { Arrivals = book.Arrivals.SetItem(quarter, book.Arrivals.GetValueOrDefault(quarter) + 1) };
    }
}
