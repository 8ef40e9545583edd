using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace AutoCrm.Actors.Leads.Adf;

/// <summary>Reads one lead out of its elements, wherever in the lead the sender has put them.</summary>
internal static class ProspectReader
{
    private const int MaxIds = 20;
    private const int MaxVehicles = 10;
    private const int MaxId = 100;

    public static AdfProspect Read(LooseElement prospect)
    {
        var customer = Section(prospect, "customer");
        var vendor = Section(prospect, "vendor");
        var provider = Section(prospect, "provider");
        var vehicles = prospect.Outermost("vehicle").Take(MaxVehicles).ToImmutableArray();
        return new AdfProspect
        {
            Ids = Ids(prospect),
            IsResent = prospect.Attribute("status")?.Trim().Equals("resend", StringComparison.OrdinalIgnoreCase) == true,
            RequestDate = AdfDate.TryParse(TextOf(prospect.Nearest(["requestdate", "request-date", "date"], ["customer", "vehicle"])), out var date) ? date : null,
            Vehicles = [.. vehicles.Select(VehicleReader.Read)],
            // Another contact in the lead is the dealership's.
            Customer = (customer ?? prospect.Children.FirstOrDefault(child => child.Name == "contact")) is { } asking ? ContactReader.Read(asking) : new AdfContact(),
            CustomerIds = customer is null ? [] : Ids(customer),
            Comments = Comments(prospect, customer, vehicles),
            TimeFrame = TimeFrame((customer ?? prospect).Nearest(["timeframe"]) ?? prospect.Nearest(["timeframe"])),
            Vendor = vendor is null ? null : VendorName(vendor),
            VendorIds = vendor is null ? [] : Ids(vendor),
            Provider = provider is null ? null : ProviderName(provider),
            EndsEarly = prospect.IsCut,
        };
    }

    /// <summary>The text of an element: its own, or what stands below it.</summary>
    public static string? TextOf(LooseElement? element)
    {
        if (element is null || !string.IsNullOrWhiteSpace(element.Text) || element.Children.Count == 0)
        {
            return element?.Text;
        }

        var below = new StringBuilder();
        element.CollectText(below);
        return below.ToString();
    }

    private static LooseElement? Section(LooseElement prospect, string name) => prospect.Outermost(name).FirstOrDefault();

    // The number says which hop of the lead's way gave the id; the first one stays the same on every way.
    private static ImmutableArray<AdfId> Ids(LooseElement holder) =>
    [
        .. holder.Children.Where(child => child.Name == "id")
            .Select(child => (
                Hop: int.TryParse(child.Attribute("sequence"), NumberStyles.None, CultureInfo.InvariantCulture, out var hop) ? hop : int.MaxValue,
                Id: new AdfId(AdfValues.Line(TextOf(child), MaxId) ?? string.Empty, AdfValues.Line(child.Attribute("source"), MaxId))))
            .Where(entry => entry.Id.Value.Length > 0)
            .OrderBy(entry => entry.Hop)
            .Take(MaxIds)
            .Select(entry => entry.Id),
    ];

    private static string? VendorName(LooseElement vendor) =>
        AdfValues.Line(TextOf(vendor.Nearest(["vendorname"]))) ?? ContactReader.NameOf(vendor, out _);

    private static string? ProviderName(LooseElement provider) =>
        ContactReader.NameOf(provider, out _) ?? AdfValues.Line(TextOf(provider.Nearest(["service"])));

    private static string? Comments(LooseElement prospect, LooseElement? customer, ImmutableArray<LooseElement> vehicles)
    {
        var said = vehicles.Prepend(customer).Prepend(prospect)
            .SelectMany(holder => holder?.Children.Where(child => child.Name is "comments" or "comment" or "requesttype") ?? [])
            .Select(element => AdfValues.Prose(TextOf(element)))
            .Where(words => words is not null)
            .Distinct();
        return AdfValues.Prose(string.Join('\n', said));
    }

    private static string? TimeFrame(LooseElement? element)
    {
        if (element is null)
        {
            return null;
        }

        string?[] dates =
        [
            AdfValues.Line(TextOf(element.Nearest(["earliestdate"]))),
            AdfValues.Line(TextOf(element.Nearest(["latestdate"]))),
        ];
        var period = string.Join(" to ", dates.Where(date => date is not null));
        var words = AdfValues.Line(TextOf(element.Nearest(["description"])))
            ?? (element.Children.Count == 0 ? AdfValues.Line(element.Text) : null);
        return AdfValues.Line(string.Join(", ", new[] { words, period.Length > 0 ? period : null }.Where(part => part is not null)));
    }
}
