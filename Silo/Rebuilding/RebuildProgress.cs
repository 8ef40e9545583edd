using Npgsql;

namespace AutoCrm.Actors.Silo.Rebuilding;

/// <summary>How far the rebuild of a table has come; it stands in the database, so that another process can go on.</summary>
/// <param name="LastKey">The last key whose row is in the new table.</param>
/// <param name="Scanned">Whether every key has been folded.</param>
/// <param name="Checkpoint">Up to where rows that actors have written meanwhile are in the new table, by partition.</param>
internal sealed record RebuildProgress(string LastKey, bool Scanned, long[] Checkpoint)
{
    private const string CreateTable =
        """
        CREATE TABLE IF NOT EXISTS rebuild_progress (
            table_name   text PRIMARY KEY,
            epoch        uuid NOT NULL,
            fold_version integer NOT NULL,
            last_key     text COLLATE "C" NOT NULL,
            scanned      boolean NOT NULL,
            checkpoint   bigint[] NOT NULL
        )
        """;

    private const string Select =
        "SELECT last_key, scanned, checkpoint FROM rebuild_progress WHERE table_name = $1 AND epoch = $2 AND fold_version = $3";

    private const string Upsert =
        """
        INSERT INTO rebuild_progress VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (table_name) DO UPDATE SET epoch = excluded.epoch, fold_version = excluded.fold_version,
            last_key = excluded.last_key, scanned = excluded.scanned, checkpoint = excluded.checkpoint
        """;

    /// <summary>Creates the table that keeps it.</summary>
    public static async Task Prepare(NpgsqlDataSource database, CancellationToken cancellation)
    {
        await using var create = database.CreateCommand(CreateTable);
        await create.ExecuteNonQueryAsync(cancellation);
    }

    public static async Task<RebuildProgress?> Read(
        NpgsqlDataSource database, string table, Guid epoch, int foldVersion, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(Select);
        command.Parameters.AddWithValue(table);
        command.Parameters.AddWithValue(epoch);
        command.Parameters.AddWithValue(foldVersion);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation)
            ? new RebuildProgress(reader.GetString(0), reader.GetBoolean(1), reader.GetFieldValue<long[]>(2))
            : null;
    }

    /// <summary>The command that saves it, for a transaction with what it stands for.</summary>
    public NpgsqlCommand Save(NpgsqlConnection connection, string table, Guid epoch, int foldVersion)
    {
        var command = new NpgsqlCommand(Upsert, connection);
        command.Parameters.AddWithValue(table);
        command.Parameters.AddWithValue(epoch);
        command.Parameters.AddWithValue(foldVersion);
        command.Parameters.AddWithValue(LastKey);
        command.Parameters.AddWithValue(Scanned);
        command.Parameters.AddWithValue(Checkpoint);
        return command;
    }
}
