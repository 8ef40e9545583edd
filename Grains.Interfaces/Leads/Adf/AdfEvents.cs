using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Dealerships;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Leads.Adf;

/// <summary>What the one who received a document knows about it.</summary>
/// <param name="Dealership">The code of the dealership that it is for; null to take what the lead itself says.</param>
/// <param name="ReceivedAt">When it came.</param>
/// <param name="AssumedOffset">The offset from UTC of dates that have none.</param>
public sealed record AdfReception(string? Dealership, DateTimeOffset ReceivedAt, TimeSpan AssumedOffset);

/// <summary>Makes the events of a lead: its customer is registered, and the lead is received.</summary>
public static class AdfEvents
{
    /// <summary>The source of the events.</summary>
    public const string Source = "/leads/adf";

    /// <summary>How much of a lead's own bytes is kept.</summary>
    public const int MaxOriginalBytes = 24 * 1024;

    /// <summary>The source of a vendor's id that is the dealership's code in this system.</summary>
    public const string OwnSource = "autocrm";

    /// <summary>How many events a lead makes.</summary>
    public const int PerLead = 2;

    private const int MaxLeadId = 100;
    private const int HashDigits = 24;
    private static readonly TimeSpan Ahead = TimeSpan.FromHours(24);

    /// <summary>Makes the events of a lead.</summary>
    /// <param name="prospect">The lead.</param>
    /// <param name="raw">The bytes that it was read from.</param>
    /// <param name="reception">What is known about the document.</param>
    /// <returns>The events, in order.</returns>
    public static ImmutableArray<MadeEvent> Of(AdfProspect prospect, ReadOnlyMemory<byte> raw, AdfReception reception)
    {
        ArgumentNullException.ThrowIfNull(prospect);
        ArgumentNullException.ThrowIfNull(reception);
        var dealership = reception.Dealership ?? DealershipOf(prospect);
        var stated = TimeOf(prospect, reception);
        var main = Main(prospect.Vehicles);
        var registered = Registered(prospect.Customer);
        var said = Received(prospect, main);
        var lead = said with { LeadId = LeadId(prospect, dealership, stated, registered, said) };
        var common = new MadeEvent
        {
            Source = Source,
            Time = stated ?? reception.ReceivedAt,
            IsTimeAssumed = stated is null,
            Dealership = dealership,
            Customer = CustomerId(prospect, dealership, lead.LeadId),
            Data = registered,
        };
        var original = Convert.ToBase64String(raw.Span[..Math.Min(raw.Length, MaxOriginalBytes)]);
        return [common, common with { Vin = main?.Vin, Identity = lead, Data = lead with { Original = original } }];
    }

    // A portal has no codes of this system's: without one, the dealership's name makes it, as it does when files are imported.
    private static string? DealershipOf(AdfProspect prospect) =>
        prospect.VendorIds.FirstOrDefault(id => OwnSource.Equals(id.Source, StringComparison.OrdinalIgnoreCase)).Value
        ?? (prospect.Vendor is { } name ? Slug.Of(name) : null);

    private static DateTimeOffset? TimeOf(AdfProspect prospect, AdfReception reception)
    {
        if (prospect.RequestDate is not { } date)
        {
            return null;
        }

        // Without an offset, a time in the future shows that another one was meant than the assumed one.
        var at = date.At(reception.AssumedOffset);
        return at > reception.ReceivedAt + (date.Offset is null ? TimeSpan.Zero : Ahead) ? null : at;
    }

    private static AdfVehicle? Main(ImmutableArray<AdfVehicle> vehicles) =>
        vehicles.FirstOrDefault(vehicle => !IsGiven(vehicle)) ?? vehicles.FirstOrDefault();

    private static bool IsGiven(AdfVehicle vehicle) => vehicle.Interest is LeadInterest.TradeIn or LeadInterest.Sell;

    // Somebody without a name is called by how they can be reached: the record wants a name, and a person would do the same.
    private static CustomerRegistered Registered(AdfContact customer) => new()
    {
        Name = customer.Name ?? Cut(customer.Emails.Concat(customer.Phones).First()),
        Phones = customer.Phones,
        Emails = customer.Emails,
        Address = AddressOf(customer),
        Kind = customer.IsBusiness ? PartyKind.Company : null,
        PreferredChannel = customer.PreferredChannel,
    };

    private static string Cut(string text) => text.Length > AdfValues.MaxLine ? text[..AdfValues.MaxLine] : text;

    private static PostalAddress? AddressOf(AdfContact customer) =>
        (customer.Street ?? customer.City ?? customer.Postcode ?? customer.Region ?? customer.Country) is null ? null : new PostalAddress
        {
            Street = customer.Street,
            Postcode = customer.Postcode,
            City = customer.City,
            Region = customer.Region,
            Country = customer.Country,
        };

    private static LeadReceived Received(AdfProspect prospect, AdfVehicle? main)
    {
        var others = prospect.Vehicles.Where(vehicle => !ReferenceEquals(vehicle, main)).Select(Other).ToImmutableArray();
        return new LeadReceived
        {
            LeadId = "-",
            Channel = ContactChannel.Web,
            Interest = main?.Interest ?? LeadInterest.Buy,
            Provider = prospect.Provider,
            Make = main?.Make,
            Model = main?.Model,
            Trim = main?.Trim,
            ModelYear = main?.Year,
            Stock = main?.Stock,
            PriceWish = main?.PriceWish,
            TimeFrame = prospect.TimeFrame,
            Comments = prospect.Comments,
            OtherVehicles = others.IsEmpty ? null : others,
        };
    }

    private static LeadVehicle Other(AdfVehicle vehicle) => new()
    {
        Interest = vehicle.Interest,
        Make = vehicle.Make,
        Model = vehicle.Model,
        Trim = vehicle.Trim,
        ModelYear = vehicle.Year,
        Vin = vehicle.Vin,
        Stock = vehicle.Stock,
        Odometer = vehicle.Odometer,
        PriceWish = vehicle.PriceWish,
    };

    // A sender without numbers sends the same lead again when it says the same.
    private static string LeadId(AdfProspect prospect, string? dealership, DateTimeOffset? stated, CustomerRegistered registered, LeadReceived said) =>
        prospect.Ids.IsEmpty
            ? Hash(dealership, stated?.ToString("O"), Text(registered), Text(said))
            : Name(MaxLeadId, prospect.Ids[0].Source, prospect.Ids[0].Value);

    // The sender's number of a customer is a number of the dealership's; without one, each lead has a customer of its own.
    private static string CustomerId(AdfProspect prospect, string? dealership, string leadId)
    {
        if (!prospect.CustomerIds.IsEmpty)
        {
            return Name(Subject.MaxIdLength, "adf", prospect.CustomerIds[0].Source, prospect.CustomerIds[0].Value);
        }

        var number = Name(Subject.MaxIdLength, "lead", leadId);
        return string.IsNullOrEmpty(dealership) ? number : CustomerIds.Of(dealership, number);
    }

    // Ids are shown to those who may not see personal data, and some senders take an e-mail address for one.
    private static string Name(int max, params ReadOnlySpan<string?> parts)
    {
        var name = string.Join(':', parts.ToArray().Where(part => part is not null));
        return name.Length <= max && !name.Contains('@', StringComparison.Ordinal) ? name : Hash(parts);
    }

    private static string Hash(params ReadOnlySpan<string?> parts) => "adf-" + Convert
        .ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts!))))[..HashDigits];

    private static string Text(EventPayload payload) => Encoding.UTF8.GetString(MadeEvent.JsonOf(payload));
}
