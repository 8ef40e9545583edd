using AutoCrm.Actors.Silo.Hosting;
using Npgsql;

namespace AutoCrm.Actors.Silo.Schema;

/// <summary>The log that this silo works on: its epoch and its number of partitions, read once at start.</summary>
/// <param name="Epoch">The incarnation of the database.</param>
/// <param name="Partitions">The number of partitions.</param>
internal sealed record LogIncarnation(Guid Epoch, int Partitions)
{
    /// <summary>Gives the log another epoch, if it still has the one that is named.</summary>
    public const string Renew = "UPDATE log_incarnation SET epoch = gen_random_uuid() WHERE epoch = $1";

    /// <summary>Reads it, and refuses a database that would break the promise that nothing acknowledged is lost.</summary>
    /// <exception cref="InvalidOperationException">The server is a standby or does not write durably.</exception>
    public static async Task<LogIncarnation> Read(string connectionString, bool allowUnsafe, CancellationToken cancellation)
    {
        await using var connection = await DataSources.Open(connectionString, cancellation);
        await RefuseStandby(connection, cancellation);
        await using var command = new NpgsqlCommand(
            """
            SELECT epoch, partitions,
                   current_setting('fsync'), current_setting('full_page_writes'), current_setting('synchronous_commit')
            FROM log_incarnation
            """,
            connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        if (!allowUnsafe)
        {
            RefuseUnsafe("fsync", reader.GetString(2));
            RefuseUnsafe("full_page_writes", reader.GetString(3));
            RefuseUnsafe("synchronous_commit", reader.GetString(4));
        }

        return new LogIncarnation(reader.GetGuid(0), reader.GetInt16(1));
    }

    /// <summary>Refuses a standby: what it shows is late, and in another order than it was committed.</summary>
    /// <exception cref="InvalidOperationException">The server is a standby.</exception>
    public static async Task RefuseStandby(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("SELECT pg_is_in_recovery()", connection);
        if (await command.ExecuteScalarAsync(cancellation) is true)
        {
            throw new InvalidOperationException("The database is a standby. The log is read and written on the primary only.");
        }
    }

    private static void RefuseUnsafe(string setting, string value)
    {
        if (value == "off")
        {
            throw new InvalidOperationException(
                $"PostgreSQL runs with {setting} = off: acknowledged events could be lost. Turn it on, "
                + "or set AutoCrm:Log:AllowUnsafeDatabase for a throw-away database.");
        }
    }
}
