using AutoCrm.Actors.Silo.Hosting;
using AutoCrm.Actors.Silo.Schema;
using AutoCrm.Actors.Silo.Streams;
using Npgsql;

namespace AutoCrm.Actors.Silo.Due;

/// <summary>A read model whose rows say when something comes due next.</summary>
internal sealed record DueTable(SubjectKind Kind, string Table, string Key);

/// <summary>
/// Finds the rows in which something has come due. Each partition's sweeper has a share of them by a hash of the key, so
/// that the silos share the work as they share the partitions, whoever's events the rows came from.
/// </summary>
internal sealed class DueRows(DataSources databases, LogIncarnation incarnation, OwnedPartitions owned)
{
    /// <summary>The read models that have a column <c>next_due_at</c>.</summary>
    public static IReadOnlyList<DueTable> Tables { get; } =
    [
        new(SubjectKind.Dealership, "dealership_row", "code"),
        new(SubjectKind.Vehicle, "vehicle_row", "vin"),
        new(SubjectKind.Customer, "customer_row", "id"),
    ];

    /// <summary>The actors in this silo's share whose time has come, the longest due first.</summary>
    /// <param name="table">Where to look.</param>
    /// <param name="now">The instant.</param>
    /// <param name="without">Ids that are not wanted.</param>
    /// <param name="most">The most that are returned.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<List<Subject>> Read(
        DueTable table, DateTimeOffset now, string[] without, int most, CancellationToken cancellation)
    {
        var mine = owned.Now;
        var found = new List<Subject>();
        if (mine.Length == 0)
        {
            return found;
        }

        await using var command = databases.Read.CreateCommand(
            $"""
            SELECT {table.Key} FROM {table.Table}
            WHERE next_due_at <= $1 AND (hashtext({table.Key}) & 2147483647) % $2 = ANY($3) AND NOT {table.Key} = ANY($4)
            ORDER BY next_due_at LIMIT $5
            """);
        command.Parameters.Add(new NpgsqlParameter { Value = now.UtcDateTime });
        command.Parameters.Add(new NpgsqlParameter { Value = incarnation.Partitions });
        command.Parameters.Add(new NpgsqlParameter { Value = mine });
        command.Parameters.Add(new NpgsqlParameter { Value = without });
        command.Parameters.Add(new NpgsqlParameter { Value = most });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            found.Add(new Subject(table.Kind, reader.GetString(0)));
        }

        return found;
    }
}
