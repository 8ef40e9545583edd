using AutoCrm.Actors.Commands;
using AutoCrm.Actors.Grains.Commands;
using AutoCrm.Actors.Grains.Leads;
using AutoCrm.Actors.Orders;

namespace AutoCrm.Actors.Grains.Orders;

/// <summary>What may be asked about test drives and quotes. Pure.</summary>
internal static class OfferDecisions
{
    public static Rejection? Book(CustomerAsk ask, TestDriveBooked e) =>
        ask.Customer.TestDrives.Numbered(ask.Dealership, e.TestDriveId) is not null ? Refusal.Taken("testDriveId")
        : Refusal.Past(e.At, ask.Now, "at") ?? LeadDecisions.Open(ask, e.LeadId);

    public static Rejection? Complete(CustomerAsk ask, TestDriveCompleted e) => ask.Customer.TestDrives.Numbered(ask.Dealership, e.TestDriveId) switch
    {
        null => Refusal.Of(CommandRejections.UnknownTestDrive, "The dealership has no such test drive of the customer.", "testDriveId"),
        { State: not TestDriveState.Booked } => Refusal.Of(
            CommandRejections.TestDriveEnded, "The test drive took place, or was called off.", "testDriveId"),
        var drive => Refusal.When(
            !(e.LicenceChecked ?? drive.LicenceChecked?.Value ?? false),
            CommandRejections.LicenceNotChecked, "Somebody must have seen the driving licence.", "licenceChecked"),
    };

    /// <summary>The vehicle that was booked: its odometer may be read after the drive.</summary>
    public static string? DrivenVehicle(CustomerAsk ask) =>
        ask.Customer.TestDrives.Numbered(ask.Dealership, ((TestDriveCompleted)ask.Command.Payload).TestDriveId)?.Booked?.Value.Vin;

    public static Rejection? Issue(CustomerAsk ask, QuoteIssued e) =>
        ask.Customer.Quotes.Numbered(ask.Dealership, e.QuoteId) is not null ? Refusal.Taken("quoteId")
        : Refusal.Past(e.ValidUntil, ask.Now, "validUntil") ?? LeadDecisions.Open(ask, e.LeadId);

    /// <summary>Refuses what needs an open quote of the dealership, where the number is of none.</summary>
    public static Rejection? OpenQuote(CustomerAsk ask, string? quoteId) => quoteId is null ? null
        : ask.Customer.Quotes.Numbered(ask.Dealership, quoteId) switch
        {
            null => Refusal.Of(CommandRejections.UnknownQuote, "The dealership has no such quote of the customer.", "quoteId"),
            var quote => Refusal.When(
                quote.StateAt(ask.Now) != QuoteState.Open,
                CommandRejections.QuoteEnded, "The quote was accepted, or its time has run out.", "quoteId"),
        };
}
