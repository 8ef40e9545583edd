using AutoCrm.Actors.Grains.Customers;
using AutoCrm.Actors.Grains.Dealerships;
using AutoCrm.Actors.Grains.Vehicles;

namespace AutoCrm.Actors.Silo.ReadModels;

/// <summary>The tables of <c>0002_read_models.sql</c>.</summary>
internal static class ReadModelTables
{
    // unnest flattens arrays of arrays, so lists of dealerships travel as one text each; codes hold no line feed.
    private const char Separator = '\n';

    public static ReadModelTable<VehicleRow> Vehicles { get; } = new(
        """
        INSERT INTO vehicle_row AS row (vin, revision, make, model, model_year, odometer_km, sales, conflicts, dealerships, last_event_at)
        SELECT vin, revision, make, model, model_year, odometer_km, sales, conflicts, string_to_array(dealerships, E'\n'), last_event_at
        FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
             AS r(vin, revision, make, model, model_year, odometer_km, sales, conflicts, dealerships, last_event_at)
        ON CONFLICT (vin) DO UPDATE SET
            revision = excluded.revision, make = excluded.make, model = excluded.model, model_year = excluded.model_year,
            odometer_km = excluded.odometer_km, sales = excluded.sales, conflicts = excluded.conflicts,
            dealerships = excluded.dealerships, last_event_at = excluded.last_event_at
        WHERE row.revision < excluded.revision
        """,
        [
            rows => Array.ConvertAll(rows, r => r.Key),
            rows => Array.ConvertAll(rows, r => r.Revision),
            rows => Array.ConvertAll(rows, r => r.Make),
            rows => Array.ConvertAll(rows, r => r.Model),
            rows => Array.ConvertAll(rows, r => r.ModelYear),
            rows => Array.ConvertAll(rows, r => r.OdometerKm),
            rows => Array.ConvertAll(rows, r => r.Sales),
            rows => Array.ConvertAll(rows, r => r.Conflicts),
            rows => Array.ConvertAll(rows, r => string.Join(Separator, r.Dealerships)),
            rows => Array.ConvertAll(rows, r => r.LastEventAt.UtcDateTime),
        ]);

    public static ReadModelTable<CustomerRow> Customers { get; } = new(
        """
        INSERT INTO customer_row AS row (id, revision, name, stage, orders, deliveries, dealerships, last_event_at)
        SELECT id, revision, name, stage, orders, deliveries, string_to_array(dealerships, E'\n'), last_event_at
        FROM unnest($1, $2, $3, $4, $5, $6, $7, $8)
             AS r(id, revision, name, stage, orders, deliveries, dealerships, last_event_at)
        ON CONFLICT (id) DO UPDATE SET
            revision = excluded.revision, name = excluded.name, stage = excluded.stage, orders = excluded.orders,
            deliveries = excluded.deliveries, dealerships = excluded.dealerships, last_event_at = excluded.last_event_at
        WHERE row.revision < excluded.revision
        """,
        [
            rows => Array.ConvertAll(rows, r => r.Key),
            rows => Array.ConvertAll(rows, r => r.Revision),
            rows => Array.ConvertAll(rows, r => r.Name),
            rows => Array.ConvertAll(rows, r => r.Stage),
            rows => Array.ConvertAll(rows, r => r.Orders),
            rows => Array.ConvertAll(rows, r => r.Deliveries),
            rows => Array.ConvertAll(rows, r => string.Join(Separator, r.Dealerships)),
            rows => Array.ConvertAll(rows, r => r.LastEventAt.UtcDateTime),
        ]);

    public static ReadModelTable<DealershipRow> Dealerships { get; } = new(
        """
        INSERT INTO dealership_row AS row (code, revision, registrations, orders, deliveries, auctions, service_visits, last_event_at)
        SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT (code) DO UPDATE SET
            revision = excluded.revision, registrations = excluded.registrations, orders = excluded.orders,
            deliveries = excluded.deliveries, auctions = excluded.auctions, service_visits = excluded.service_visits,
            last_event_at = excluded.last_event_at
        WHERE row.revision < excluded.revision
        """,
        [
            rows => Array.ConvertAll(rows, r => r.Key),
            rows => Array.ConvertAll(rows, r => r.Revision),
            rows => Array.ConvertAll(rows, r => r.Registrations),
            rows => Array.ConvertAll(rows, r => r.Orders),
            rows => Array.ConvertAll(rows, r => r.Deliveries),
            rows => Array.ConvertAll(rows, r => r.Auctions),
            rows => Array.ConvertAll(rows, r => r.ServiceVisits),
            rows => Array.ConvertAll(rows, r => r.LastEventAt.UtcDateTime),
        ]);
}
