using AutoCrm.Actors.Faults.Fleet;
using Npgsql;

namespace AutoCrm.Actors.Faults.Nemesis;

/// <summary>What happens to PostgreSQL itself.</summary>
internal static class DatabaseFaults
{
    public static Fault Crash(Random random)
    {
        var away = random.Next(0, 1500);
        return new("crash-postgres", $"stop -m immediate, away {away} ms", fleet => Without(fleet, postgres => postgres.Crash(), away));
    }

    public static Fault CutPower(Random random)
    {
        var away = random.Next(0, 1500);
        return new("power-cut", $"what was not flushed is gone, away {away} ms", fleet => Without(fleet, postgres => postgres.CutPower(), away));
    }

    public static Fault Away(Random random)
    {
        var away = random.Next(4_000, 9_000);
        return new("postgres-away", $"{away} ms", fleet => Without(fleet, postgres => postgres.Crash(), away));
    }

    public static Fault TerminateBackends(Random random)
    {
        var (times, share, pause) = (random.Next(1, 8), 0.2 + (random.NextDouble() * 0.8), random.Next(50, 400));
        return new("terminate-backends", $"{times} times {share:0.00} of them, every {pause} ms", async fleet =>
        {
            for (var n = 0; n < times; n++)
            {
                await fleet.Postgres.TerminateBackends(fleet.Database, share);
                await Task.Delay(pause);
            }
        });
    }

    public static Fault StalledWriter(Random random)
    {
        var (partition, ms) = (random.Next(32), random.Next(1_000, 6_000));
        return new("stalled-writer", $"a stranger locks partition {partition} for {ms} ms", async fleet =>
        {
            await using var connection = await fleet.Straight.OpenConnectionAsync();
            await using var transaction = await connection.BeginTransactionAsync();
            await using var command = new NpgsqlCommand(
                $"SELECT 1 FROM partition_head WHERE partition = {partition} FOR UPDATE", connection, transaction);
            await command.ExecuteNonQueryAsync();
            await Task.Delay(ms);
        });
    }

    private static async Task Without(RunningFleet fleet, Func<FaultPostgres, Task> end, int milliseconds)
    {
        await end(fleet.Postgres);
        await Task.Delay(milliseconds);
        await fleet.Postgres.Recover();
        fleet.Straight.Clear();
    }
}
