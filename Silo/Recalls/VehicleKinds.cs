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

    // Deleted is only what this statement sees: rows that come later stay, and a vehicle twice is a vehicle once.
    private const string Take =
        """
        DELETE FROM vehicle_described
        WHERE ctid = ANY(ARRAY(SELECT ctid FROM vehicle_described LIMIT $1 FOR UPDATE SKIP LOCKED)) RETURNING vin
        """;

    private const string ForgetUnlessAsked =
        """
        DELETE FROM vehicle_described
        WHERE NOT EXISTS (SELECT FROM recall_opening WHERE make IS NOT NULL AND cancel_offset IS NULL)
        """;

    /// <summary>The next vehicles, in order of VIN.</summary>
    public Task<List<VehicleKind>> After(string vin, int most, CancellationToken cancellation) =>
        Read(SelectAfter, [vin, most], cancellation);

    /// <summary>Some vehicles; those without a row are left out.</summary>
    public Task<List<VehicleKind>> Of(string[] vins, CancellationToken cancellation) =>
        Read(SelectSome, [vins], cancellation);

    /// <summary>
    /// Forgets the newly described vehicles if no campaign asks for any. A campaign that is noted later finds their rows:
    /// it walks over all that there are by then.
    /// </summary>
    public async Task ForgetUnlessAskedFor(CancellationToken cancellation)
    {
        await using var command = databases.Storage.CreateCommand(ForgetUnlessAsked);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Takes newly described vehicles, for good when the caller's transaction is committed.</summary>
    public static async Task<List<string>> TakeDescribed(NpgsqlConnection connection, int most, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Take, connection);
        command.Parameters.Add(new NpgsqlParameter { Value = most });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
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
