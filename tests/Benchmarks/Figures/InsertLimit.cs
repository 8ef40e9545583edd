using System.Diagnostics;
using System.Globalization;
using AutoCrm.Actors.Benchmarks.Running;
using Npgsql;

namespace AutoCrm.Actors.Benchmarks.Figures;

/// <summary>
/// (b) The limit: the latest rows of the log, inserted again by one writer and nothing else, into copies of the log's tables
/// that hold all that was there before them, with all of their indexes.
/// </summary>
internal sealed class InsertLimit : IFigure
{
    // A quarter is inserted before the clock runs: the first change of a page after a checkpoint writes all of it to PostgreSQL's
    // log, which a system that is measured over a minute pays now and then, and one of a few seconds with each row.
    private const int MostRows = 600_000;
    private static readonly int[] BatchSizes = [1_000, 2_000, 5_000];

    private const string Prepare =
        """
        DROP SCHEMA IF EXISTS bench_limit CASCADE;
        CREATE SCHEMA bench_limit;
        CREATE TABLE bench_limit.event_log (LIKE autocrm.event_log INCLUDING ALL);
        CREATE TABLE bench_limit.event_identity (LIKE autocrm.event_identity INCLUDING ALL);
        """;

    public string Letters => "b";

    public async Task Measure(Bench bench, CancellationToken cancellation)
    {
        var rows = await LogRows.Read(bench.System.Database, MostRows, cancellation);
        if (rows.Count == 0)
        {
            throw new InvalidOperationException("The log is empty: there is nothing to insert again. Ask for figure a, too.");
        }

        await Execute(bench, Prepare, cancellation);
        var older = await Fill(bench, rows.Earliest, cancellation);
        var parts = rows.Cut((rows.Count + BatchSizes.Length) / (BatchSizes.Length + 1));
        await Insert(bench.System.Database, parts[0].Cut(BatchSizes[0]), cancellation);
        (double Rate, string Notes)? best = null;
        foreach (var (part, size) in parts.Skip(1).Zip(BatchSizes))
        {
            var (rate, notes) = await Insert(bench, part, size, cancellation);
            Bench.Notices.Step(string.Create(CultureInfo.InvariantCulture, $"{rate:#,0} rows/s: {notes}"));
            best = best is null || rate > best.Value.Rate ? (rate, string.Create(CultureInfo.InvariantCulture, $"after {older + parts[0].Count:#,0} others, {notes}")) : best;
        }

        await Execute(bench, "DROP SCHEMA bench_limit CASCADE", cancellation);
        bench.Report.Add("b", "events/s, one writer that only inserts them", best!.Value.Rate, best.Value.Notes);
        if (bench.WarmRate > 0)
        {
            bench.Report.Add("b", "(a) warm in % of it", 100 * bench.WarmRate / best.Value.Rate, string.Empty, wanted: "≥ 30");
        }
    }

    private static async Task<(double Rate, string Notes)> Insert(Bench bench, LogRows rows, int size, CancellationToken cancellation)
    {
        var batches = rows.Cut(size);
        var cpu = bench.System.Cpu.Read();
        var began = Stopwatch.GetTimestamp();
        await Insert(bench.System.Database, batches, cancellation);
        var rate = rows.Count / Stopwatch.GetElapsedTime(began).TotalSeconds;
        var used = bench.System.Cpu.Read() - cpu;
        return (rate, string.Create(
            CultureInfo.InvariantCulture,
            $"{rows.Count:#,0} rows, {size:#,0} a transaction, PostgreSQL {used.Postgres / rows.Count * 1e6:0.0} µs of CPU a row; {used.Load(Environment.ProcessorCount)}"));
    }

    /// <summary>All that the log had before the rows: their index entries go to the same places as they did there.</summary>
    private static async Task<long> Fill(Bench bench, DateTime before, CancellationToken cancellation)
    {
        await using var connection = await bench.System.Database.OpenConnectionAsync(cancellation);
        var filled = 0;
        foreach (var command in LogRows.Copies("bench_limit", before))
        {
            await using var batch = new NpgsqlBatch(connection) { Timeout = 0 };
            batch.BatchCommands.Add(command);
            filled = await batch.ExecuteNonQueryAsync(cancellation);
        }

        await Execute(bench, "CHECKPOINT", cancellation);
        return filled;
    }

    private static async Task Insert(NpgsqlDataSource database, IEnumerable<LogRows> batches, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        foreach (var rows in batches)
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellation);
            await using var batch = new NpgsqlBatch(connection, transaction);
            batch.BatchCommands.Add(rows.InsertEvents("bench_limit"));
            batch.BatchCommands.Add(rows.InsertIdentities("bench_limit"));
            await batch.ExecuteNonQueryAsync(cancellation);
            await transaction.CommitAsync(cancellation);
        }
    }

    private static async Task Execute(Bench bench, string sql, CancellationToken cancellation)
    {
        foreach (var statement in sql.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            await using var command = bench.System.Database.CreateCommand(statement);
            await command.ExecuteNonQueryAsync(cancellation);
        }
    }
}
