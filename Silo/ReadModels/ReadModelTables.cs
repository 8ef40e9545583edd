using AutoCrm.Actors.Grains.Customers;
using AutoCrm.Actors.Grains.Dealerships;
using AutoCrm.Actors.Grains.Vehicles;

namespace AutoCrm.Actors.Silo.ReadModels;

/// <summary>The tables of the read models in <c>deploy/sql</c>.</summary>
internal static class ReadModelTables
{
    // unnest flattens arrays of arrays, so lists of dealerships travel as one text each; codes hold no line feed.
    private const char Separator = '\n';
    private const string Split = "string_to_array(dealerships, E'\\n')";

    public static ReadModelTable<VehicleRow> Vehicles { get; } = new("vehicle_row",
    [
        new("vin", rows => Array.ConvertAll(rows, r => r.Key)),
        new("revision", rows => Array.ConvertAll(rows, r => r.Revision)),
        new("make", rows => Array.ConvertAll(rows, r => r.Make), (one, other) => one.Make == other.Make),
        new("model", rows => Array.ConvertAll(rows, r => r.Model), (one, other) => one.Model == other.Model),
        new("model_year", rows => Array.ConvertAll(rows, r => r.ModelYear), (one, other) => one.ModelYear == other.ModelYear),
        new("odometer_km", rows => Array.ConvertAll(rows, r => r.OdometerKm)),
        new("sales", rows => Array.ConvertAll(rows, r => r.Sales), (one, other) => one.Sales == other.Sales),
        new("conflicts", rows => Array.ConvertAll(rows, r => r.Conflicts), (one, other) => one.Conflicts == other.Conflicts),
        new("dealerships", rows => Array.ConvertAll(rows, r => string.Join(Separator, r.Dealerships)), (one, other) => ReferenceEquals(one.Dealerships, other.Dealerships), Split),
        new("last_event_at", rows => Array.ConvertAll(rows, r => r.LastEventAt.UtcDateTime)),
        new("commercial", rows => Array.ConvertAll(rows, r => r.Commercial), (one, other) => one.Commercial == other.Commercial),
        new("holder", rows => Array.ConvertAll(rows, r => r.Holder), (one, other) => one.Holder == other.Holder),
        new("next_due_at", rows => Array.ConvertAll(rows, r => r.NextDueAt?.UtcDateTime)),
    ]);

    public static ReadModelTable<CustomerRow> Customers { get; } = new("customer_row",
    [
        new("id", rows => Array.ConvertAll(rows, r => r.Key)),
        new("revision", rows => Array.ConvertAll(rows, r => r.Revision)),
        new("name", rows => Array.ConvertAll(rows, r => r.Name), HasSameProfile),
        new("stage", rows => Array.ConvertAll(rows, r => r.Stage), (one, other) => one.Stage == other.Stage),
        new("orders", rows => Array.ConvertAll(rows, r => r.Orders)),
        new("deliveries", rows => Array.ConvertAll(rows, r => r.Deliveries)),
        new("dealerships", rows => Array.ConvertAll(rows, r => string.Join(Separator, r.Dealerships)), (one, other) => ReferenceEquals(one.Dealerships, other.Dealerships), Split),
        new("last_event_at", rows => Array.ConvertAll(rows, r => r.LastEventAt.UtcDateTime)),
        new("party", rows => Array.ConvertAll(rows, r => r.Party), (one, other) => one.Party == other.Party),
        new("defects_at", rows => Array.ConvertAll(rows, r => r.DefectsAt)),
        new("conflicts", rows => Array.ConvertAll(rows, r => r.Conflicts), (one, other) => one.Conflicts == other.Conflicts),
        new("next_due_at", rows => Array.ConvertAll(rows, r => r.NextDueAt?.UtcDateTime)),
        new("search", rows => Array.ConvertAll(rows, r => string.Join(Separator, r.Search)), HasSameProfile, "string_to_array(search, E'\\n')::bigint[]"),
    ]);

    public static ReadModelTable<DealershipRow> Dealerships { get; } = new("dealership_row",
    [
        new("code", rows => Array.ConvertAll(rows, r => r.Key)),
        new("revision", rows => Array.ConvertAll(rows, r => r.Revision)),
        new("registrations", rows => Array.ConvertAll(rows, r => r.Registrations)),
        new("orders", rows => Array.ConvertAll(rows, r => r.Orders)),
        new("deliveries", rows => Array.ConvertAll(rows, r => r.Deliveries)),
        new("auctions", rows => Array.ConvertAll(rows, r => r.Auctions)),
        new("service_visits", rows => Array.ConvertAll(rows, r => r.ServiceVisits)),
        new("last_event_at", rows => Array.ConvertAll(rows, r => r.LastEventAt.UtcDateTime)),
        new("name", rows => Array.ConvertAll(rows, r => r.Name), (one, other) => one.Name == other.Name),
        new("region", rows => Array.ConvertAll(rows, r => r.Region), (one, other) => one.Region == other.Region),
        new("next_due_at", rows => Array.ConvertAll(rows, r => r.NextDueAt?.UtcDateTime)),
    ]);

    // What is stored of the name, and what is searched by, are made of the profile later.
    private static bool HasSameProfile(CustomerRow one, CustomerRow other) => ReferenceEquals(one.Profile, other.Profile);
}
