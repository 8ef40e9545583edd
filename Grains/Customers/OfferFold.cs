using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Orders;

namespace AutoCrm.Actors.Grains.Customers;

/// <summary>What leads to an order: test drives, offers and what a customer's own vehicle is worth.</summary>
internal static class OfferFold
{
    public static Customer Apply(Customer state, LoggedEvent happened) => happened.Payload switch
    {
        TestDriveBooked e => state.With(e, happened),
        TestDriveCompleted e => state.With(e, happened),
        TestDriveCancelled e when state.DriveOf(e.TestDriveId, happened, out var drive) is var slot =>
            state with { TestDrives = slot.Put(drive with { Cancelled = History.Later(drive.Cancelled, happened.Stamp) }) },
        QuoteIssued e when state.QuoteOf(e.QuoteId, happened, out var quote) is var slot => state with
        {
            Quotes = slot.Put(quote with
            {
                Issued = History.Latest(quote.Issued, e, happened.Stamp),
                Vin = History.Latest(quote.Vin, happened.Vin, happened.Stamp),
            }),
        },
        TradeInAppraised e => state with
        {
            Appraisals = History.Add(
                state.Appraisals,
                new CustomerAppraisal(happened.Stamp, happened.Vin, happened.Dealership, e.Value, e.Provider, e.LeadId),
                static a => a.By,
                Customer.MaxContacts),
        },
        _ => state,
    };

    /// <summary>An order accepts an offer.</summary>
    public static Customer WithAccepted(this Customer state, string quoteId, string orderId, LoggedEvent happened)
    {
        var slot = state.QuoteOf(quoteId, happened, out var quote);
        return state with { Quotes = slot.Put(quote with { Accepted = History.Latest(quote.Accepted, orderId, happened.Stamp) }) };
    }

    private static Customer With(this Customer state, TestDriveBooked e, LoggedEvent happened)
    {
        var slot = state.DriveOf(e.TestDriveId, happened, out var drive);
        var booking = new TestDriveBooking(e.At, happened.Vin, e.Make, e.Model, e.LeadId, e.Advisor);
        return state with
        {
            TestDrives = slot.Put(drive with
            {
                Booked = History.Latest(drive.Booked, booking, happened.Stamp),
                LicenceChecked = History.Latest(drive.LicenceChecked, e.LicenceChecked, happened.Stamp),
            }),
        };
    }

    private static Customer With(this Customer state, TestDriveCompleted e, LoggedEvent happened)
    {
        var slot = state.DriveOf(e.TestDriveId, happened, out var drive);
        return state with
        {
            TestDrives = slot.Put(drive with
            {
                Completed = History.Later(drive.Completed, happened.Stamp),
                LicenceChecked = History.Latest(drive.LicenceChecked, e.LicenceChecked, happened.Stamp),
            }),
        };
    }

    private static Slot<CustomerTestDrive> DriveOf(this Customer state, string id, LoggedEvent happened, out CustomerTestDrive drive)
    {
        var slot = new Slot<CustomerTestDrive>(state.TestDrives, happened.Dealership, id);
        drive = slot.Item ?? new CustomerTestDrive { TestDriveId = id, Dealership = happened.Dealership };
        return slot;
    }

    private static Slot<CustomerQuote> QuoteOf(this Customer state, string id, LoggedEvent happened, out CustomerQuote quote)
    {
        var slot = new Slot<CustomerQuote>(state.Quotes, happened.Dealership, id);
        quote = slot.Item ?? new CustomerQuote { QuoteId = id, Dealership = happened.Dealership };
        return slot;
    }
}
