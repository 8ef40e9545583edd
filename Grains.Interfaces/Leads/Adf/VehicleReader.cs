using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Leads.Adf;

/// <summary>Reads a vehicle of a lead.</summary>
internal static class VehicleReader
{
    private const int MaxName = 100;
    private const int MostDistance = 9_999_999;

    // What is below these is not said of the vehicle itself.
    private static readonly string[] Apart = ["option", "options", "finance", "contact"];

    public static AdfVehicle Read(LooseElement vehicle)
    {
        var interest = Interest(vehicle.Attribute("interest"));
        return new AdfVehicle
        {
            Interest = interest,
            Year = AdfValues.Year(One(vehicle, ["year", "modelyear"])),
            Make = One(vehicle, ["make"]),
            Model = One(vehicle, ["model"]),
            Trim = One(vehicle, ["trim"]),
            Vin = Vin(One(vehicle, ["vin"])),
            Stock = One(vehicle, ["stock", "stocknumber", "stock_number", "stockno"]),
            Color = One(vehicle, ["exteriorcolor", "color", "colour"]),
            Odometer = Odometer(vehicle.Nearest(["odometer", "mileage"], Apart)),
            PriceWish = PriceWish(vehicle, interest),
        };
    }

    private static string? One(LooseElement vehicle, string[] names) =>
        AdfValues.Line(ProspectReader.TextOf(vehicle.Nearest(names, Apart)), MaxName);

    private static LeadInterest Interest(string? text) => text?.Trim().ToLowerInvariant().Replace('_', '-').Replace(' ', '-') switch
    {
        "lease" => LeadInterest.Lease,
        "test-drive" or "testdrive" => LeadInterest.TestDrive,
        "sell" => LeadInterest.Sell,
        "trade-in" or "tradein" or "trade" => LeadInterest.TradeIn,
        "service" => LeadInterest.Service,
        _ => LeadInterest.Buy,
    };

    // A number that is too short for a VIN would make a vehicle out of a misprint.
    private static string? Vin(string? text) =>
        text is not null && Vehicles.Vin.Normalize(text, out var vin) is null && vin.Length == Vehicles.Vin.Length ? vin : null;

    private static Distance? Odometer(LooseElement? element)
    {
        var text = ProspectReader.TextOf(element);
        if (AdfValues.Number(text) is not { } value || value > MostDistance)
        {
            return null;
        }

        // ADF is at home where one counts miles: without a unit, miles are meant.
        var unit = element!.Attribute("units") ?? text!;
        var isKilometres = unit.Contains("km", StringComparison.OrdinalIgnoreCase) || unit.Contains("kilom", StringComparison.OrdinalIgnoreCase);
        return new Distance(value, isKilometres ? "km" : "mi");
    }

    // Most prices are what somebody asks of the customer; a wish is what the customer offers, or asks for the old car.
    private static Money? PriceWish(LooseElement vehicle, LeadInterest interest)
    {
        var isGiven = interest is LeadInterest.Sell or LeadInterest.TradeIn;
        foreach (var price in vehicle.Children.Where(child => child.Name == "price"))
        {
            var type = price.Attribute("type")?.Trim().ToLowerInvariant() ?? "quote";
            if ((type == "offer" || (isGiven && type is "asking" or "appraisal")) && price.Attribute("delta") is null or "absolute"
                && Amount(price) is { } wish)
            {
                return wish;
            }
        }

        return vehicle.Outermost("finance").SelectMany(finance => finance.Outermost("amount"))
            .Where(amount => !isGiven && amount.Attribute("type") is null or "total" && amount.Attribute("limit") is null or "maximum")
            .Select(Amount)
            .FirstOrDefault(wish => wish is not null);
    }

    private static Money? Amount(LooseElement element)
    {
        var text = ProspectReader.TextOf(element);
        return AdfValues.Number(text) is { } amount
            ? new Money(amount, AdfValues.Currency(element.Attribute("currency"), text) ?? AmountConverter.NoCurrency)
            : null;
    }
}
