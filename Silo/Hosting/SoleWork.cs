using System.Data;
using Npgsql;

namespace AutoCrm.Actors.Silo.Hosting;

/// <summary>Work that one silo at a time does: whoever holds a lock of the database.</summary>
internal static class SoleWork
{
    /// <summary>Does a step again and again as long as the lock is held; nothing if another has it.</summary>
    /// <param name="database">The database, with a pool whose connections keep their locks when they are given back.</param>
    /// <param name="key">The lock.</param>
    /// <param name="step">A step, and the pause after it.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task DoAlone(this NpgsqlDataSource database, long key, Func<Task> step, CancellationToken cancellation)
    {
        await using var holding = await database.OpenConnectionAsync(cancellation);
        try
        {
            // Asked anew before each step: a connection that is broken holds nothing.
            await using var take = new NpgsqlCommand($"SELECT pg_try_advisory_lock({key})", holding);
            while (await take.ExecuteScalarAsync(cancellation) is true)
            {
                await step();
            }
        }
        finally
        {
            if (holding.State == ConnectionState.Open)
            {
                await using var letGo = new NpgsqlCommand("SELECT pg_advisory_unlock_all()", holding);
                await letGo.ExecuteNonQueryAsync(CancellationToken.None);
            }
        }
    }
}
