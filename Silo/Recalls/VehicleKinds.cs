using AutoCrm.Actors.Silo.Hosting;
using Npgsql;

namespace AutoCrm.Actors.Silo.Recalls;

/// <summary>What kind of vehicle one is, by its row.</summary>
internal sealed record VehicleKind(string Vin, string? Make, string? Model, int? ModelYear);

/// <summary>What kinds of vehicles there are, by the read model.</summary>
internal sealed class VehicleKinds(DataSources databases)
{
    private const string SelectAfter =
        "SELECT vin, make, model, model_year FROM vehicle_row WHERE vin > $1 ORDER BY vin LIMIT $2";

    private const string SelectSome =
        "SELECT vin, make, model, model_year FROM vehicle_row WHERE vin = ANY($1)";

    // The table has no index, because nearly always it is empty: that is told to the planner, which elsewhere avoids scans.
    private const string AllowScan = "SET LOCAL enable_seqscan = on";

    // If no campaign asks for any, all are forgotten. A campaign that is noted later finds their rows: it walks over all
    // that there are by then.
    private const string ForgetUnlessAsked =
        """
        DELETE FROM vehicle_described
        WHERE NOT EXISTS (SELECT FROM recall_opening WHERE make IS NOT NULL AND cancel_offset IS NULL)
        """;

    // Deleted is only what this statement sees: rows that come later stay, and a vehicle twice is a vehicle once.
    private const string Take =
        """
        DELETE FROM vehicle_described
        WHERE ctid = ANY(ARRAY(SELECT ctid FROM vehicle_described LIMIT $1 FOR UPDATE SKIP LOCKED)) RETURNING vin
        """;

    /// <summary>The next vehicles, in order of VIN.</summary>
    public Task<List<VehicleKind>> After(string vin, int most, CancellationToken cancellation) =>
        Read(SelectAfter, [vin, most], cancellation);

    /// <summary>Some vehicles; those without a row are left out.</summary>
    public Task<List<VehicleKind>> Of(string[] vins, CancellationToken cancellation) =>
        Read(SelectSome, [vins], cancellation);

    /// <summary>Takes newly described vehicles that a campaign may ask for; for good when the caller's transaction is committed.</summary>
    public static async Task<List<string>> TakeDescribed(NpgsqlConnection connection, int most, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(AllowScan));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(ForgetUnlessAsked));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Take) { Parameters = { new NpgsqlParameter { Value = most } } });
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        var vins = new List<string>();
        while (await reader.ReadAsync(cancellation))
        {
            vins.Add(reader.GetString(0));
        }

        return vins;
    }

    private async Task<List<VehicleKind>> Read(string sql, object[] parameters, CancellationToken cancellation)
    {
        await using var command = databases.Read.CreateCommand(sql);
        foreach (var value in parameters)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var kinds = new List<VehicleKind>();
        while (await reader.ReadAsync(cancellation))
        {
            kinds.Add(new VehicleKind(
                reader.GetString(0),
                reader.IsDBNull(1) ? null : reader.GetString(1),
                reader.IsDBNull(2) ? null : reader.GetString(2),
                reader.IsDBNull(3) ? null : reader.GetInt32(3)));
        }

        return kinds;
    }
}
