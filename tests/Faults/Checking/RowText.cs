using System.Globalization;

namespace AutoCrm.Actors.Faults.Checking;

/// <summary>Rows of read models as text, so that a row of the database and one of the oracle can be compared.</summary>
internal static class RowText
{
    // What the database keeps has microseconds.
    private const long TicksOfMicrosecond = 10;

    public static string Vehicle(
        string? make, string? model, int? modelYear, decimal? km, int sales, int conflicts, IEnumerable<string> dealerships, DateTimeOffset? lastEvent) =>
        Join(make, model, modelYear, km?.ToString("0.############################", CultureInfo.InvariantCulture), sales, conflicts, List(dealerships), Instant(lastEvent));

    public static string Customer(
        string? name, string stage, int orders, int deliveries, IEnumerable<string> dealerships, DateTimeOffset? lastEvent) =>
        Join(name, stage, orders, deliveries, List(dealerships), Instant(lastEvent));

    public static string Dealership(
        long registrations, long orders, long deliveries, long auctions, long serviceVisits, DateTimeOffset? lastEvent) =>
        Join(registrations, orders, deliveries, auctions, serviceVisits, Instant(lastEvent));

    private static string List(IEnumerable<string> dealerships) => string.Join(',', dealerships);

    private static long Instant(DateTimeOffset? at) => (at ?? DateTimeOffset.UnixEpoch).UtcTicks / TicksOfMicrosecond;

    private static string Join(params object?[] values) =>
        string.Join(" | ", values.Select(value => value is null ? "-" : Convert.ToString(value, CultureInfo.InvariantCulture)));
}
