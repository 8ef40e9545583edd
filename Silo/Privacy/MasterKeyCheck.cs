using System.Security.Cryptography;
using AutoCrm.Actors.Privacy;
using AutoCrm.Actors.Silo.Hosting;
using Npgsql;

namespace AutoCrm.Actors.Silo.Privacy;

/// <summary>Refuses a silo whose master key is not the one that the database's keys are wrapped with.</summary>
internal static class MasterKeyCheck
{
    private const string Agree =
        """
        WITH mine AS (INSERT INTO master_key_check (derived) VALUES ($1) ON CONFLICT DO NOTHING RETURNING derived)
        SELECT derived FROM mine UNION ALL SELECT derived FROM master_key_check LIMIT 1
        """;

    /// <exception cref="InvalidOperationException">The database was written with another master key.</exception>
    public static async Task Demand(string connectionString, MasterKey master, CancellationToken cancellation)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString) { SearchPath = DataSources.Schema };
        await using var source = NpgsqlDataSource.Create(builder.ConnectionString);
        var mine = master.Derive(KeyPurposes.Check);
        byte[]? stored = null;

        // Another silo's row of the same moment is seen by the second statement only.
        for (var attempt = 0; attempt < 2 && stored is null; attempt++)
        {
            await using var command = source.CreateCommand(Agree);
            command.Parameters.Add(new NpgsqlParameter { Value = mine });
            stored = await command.ExecuteScalarAsync(cancellation) as byte[];
        }

        if (stored is null || !CryptographicOperations.FixedTimeEquals(mine, stored))
        {
            throw new InvalidOperationException(
                $"{MasterKey.Setting} is not the key that this database was written with: personal data could not be read. Configure that key again.");
        }
    }
}
