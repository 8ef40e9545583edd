using System.Diagnostics;
using AutoCrm.Actors.Benchmarks.Running;

namespace AutoCrm.Actors.Benchmarks.Figures;

/// <summary>A figure counts only if the rows hold every event of the log exactly once.</summary>
internal static class RowTotals
{
    // A customer who has dealt with two dealerships under two ids has the events of both, and the other id has its own.
    // Above 40 bits a row's revision tells how its links have changed.
    private const string Select =
        """
        SELECT (SELECT coalesce(sum(revision), 0) FROM autocrm.vehicle_row), count(vin),
               (SELECT coalesce(sum(revision & ((1::bigint << 40) - 1)), 0) FROM autocrm.customer_row),
               count(customer) + (
                   SELECT count(*)
                   FROM autocrm.event_log AS link
                   JOIN autocrm.event_log AS told ON told.customer = convert_from(link.data, 'UTF8')::jsonb ->> 'alias'
                   WHERE link.type = 'autocrm.customer.alias-added.v1'),
               (SELECT coalesce(sum(revision), 0) FROM autocrm.dealership_row), count(dealership)
        FROM autocrm.event_log
        """;

    private static readonly string[] Kinds = ["vehicles", "customers", "dealerships"];
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>Compares. What comes due is appended at any time: rows may be an instant behind it.</summary>
    /// <exception cref="InvalidOperationException">Rows and log differ, and go on to.</exception>
    public static async Task Check(Bench bench, CancellationToken cancellation)
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            var totals = await Read(bench, cancellation);
            if (!totals.Any(total => total.Rows != total.Log))
            {
                Bench.Notices.Step($"Checked: the rows hold each of {totals[0].Log} events of vehicles, {totals[1].Log} of customers and {totals[2].Log} of dealerships once");
                return;
            }

            if (Stopwatch.GetElapsedTime(began) > Bound)
            {
                throw new InvalidOperationException($"The rows hold other events than the log: {string.Join(", ", totals.Zip(Kinds, (total, kind) => $"{total.Rows} of {total.Log} ({kind})"))}.");
            }

            await Task.Delay(Pause, cancellation);
        }
    }

    private static async Task<(decimal Rows, long Log)[]> Read(Bench bench, CancellationToken cancellation)
    {
        await using var command = bench.System.Database.CreateCommand(Select);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        return [.. Kinds.Select((_, n) => (reader.GetDecimal(2 * n), reader.GetInt64((2 * n) + 1)))];
    }
}
