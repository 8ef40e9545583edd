using AutoCrm.Actors.Events;
using AutoCrm.Actors.Orders;
using AutoCrm.Actors.Vehicles;

namespace AutoCrm.Actors.Grains.Dealerships;

/// <summary>How events change a dealership's stock. A vehicle that is reported away is no part of it until it comes again.</summary>
internal static class StockFold
{
    public static DealershipBook Apply(DealershipBook book, LoggedEvent happened)
    {
        if (happened.Vin is not { } vin)
        {
            return book;
        }

        var by = happened.Stamp;
        return happened.Payload switch
        {
            VehicleOrdered or VehicleShipped or VehicleArrived => book.Note(vin, by, v => v with { Coming = History.Later(v.Coming, by) }),
            VehicleReceived or VehicleTradedIn or SaleReversed or VehicleRecovered =>
                book.Note(vin, by, v => v with { Entered = History.Later(v.Entered, by) }),
            VehicleMadeAvailable => book.Note(vin, by, v => v with { MadeAvailable = History.Later(v.MadeAvailable, by) }),
            VehicleAllocated e => book.Note(vin, by, v => v with { Allocated = History.Last(v.Allocated, e.OrderId, by) }),
            VehicleDamaged => book.Note(vin, by, v => v with { Damaged = History.Later(v.Damaged, by) }),
            VehicleRepaired => book.Note(vin, by, v => v with { Repaired = History.Later(v.Repaired, by) }),
            VehicleHeld e => book.Note(vin, by, v => v.WithHold(e.Reason, held: true, by)),
            HoldReleased e => book.Note(vin, by, v => v.WithHold(e.Reason, held: false, by)),
            VehicleReserved e => book.Note(vin, by, v => v.WithReservation(new ReservationNote(by, e.Reservation, Ended: false, e.Until))),
            ReservationReleased e => book.Note(vin, by, v => v.WithReservation(new ReservationNote(by, e.Reservation, Ended: true, null))),
            ReservationExpired e => book.Note(vin, by, v => v.WithReservation(new ReservationNote(by, e.Reservation, Ended: true, null))),
            VehicleDelivered or VehicleTransferred or VehicleAuctioned or VehicleExported or VehicleScrapped or VehicleWrittenOff or VehicleStolen =>
                book with { Stock = book.Stock.Close(vin, by.At.UtcTicks, book.Horizon(DealershipBook.Long)) },
            _ => book,
        };
    }

    private static DealershipBook Note(this DealershipBook book, string vin, EventStamp by, Func<StockProcess, StockProcess> change) =>
        book with { Stock = book.Stock.Note(vin, by.At.UtcTicks, book.Horizon(DealershipBook.Long), change) };
}
