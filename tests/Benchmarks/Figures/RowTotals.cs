using AutoCrm.Actors.Benchmarks.Running;

namespace AutoCrm.Actors.Benchmarks.Figures;

/// <summary>A figure counts only if the rows hold every event of the log exactly once.</summary>
internal static class RowTotals
{
    private const string Select =
        """
        SELECT (SELECT coalesce(sum(revision), 0) FROM autocrm.vehicle_row), count(vin),
               (SELECT coalesce(sum(revision), 0) FROM autocrm.customer_row), count(customer),
               (SELECT coalesce(sum(revision), 0) FROM autocrm.dealership_row), count(dealership)
        FROM autocrm.event_log
        """;

    /// <exception cref="InvalidOperationException">Rows and log differ.</exception>
    public static async Task Check(Bench bench, CancellationToken cancellation)
    {
        await using var command = bench.System.Database.CreateCommand(Select);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        for (var i = 0; i < 6; i += 2)
        {
            if (reader.GetDecimal(i) != reader.GetInt64(i + 1))
            {
                throw new InvalidOperationException(
                    $"The rows hold {reader.GetDecimal(i)} events and the log {reader.GetInt64(i + 1)} ({new[] { "vehicles", "customers", "dealerships" }[i / 2]}).");
            }
        }

        Bench.Notices.Step($"Checked: the rows hold each of {reader.GetInt64(1)} events once");
    }
}
