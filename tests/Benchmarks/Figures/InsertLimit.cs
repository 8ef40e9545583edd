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
    private const int MostRows = 300_000;

    // Inserted before the clock runs: the first change of a page after a checkpoint writes all of it to PostgreSQL's log,
    // which a system that is measured over a minute pays now and then, and a few seconds after a checkpoint with each row.
    private const int MostRowsBefore = 100_000;
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
        var rows = await LogRows.Read(bench.System.Database, MostRows + MostRowsBefore, cancellation);
        if (rows.Count == 0)
        {
            throw new InvalidOperationException("The log is empty: there is nothing to insert again. Ask for figure a, too.");
        }

        var best = await Insert(bench, rows, BatchSizes[0], cancellation);
        foreach (var size in BatchSizes.Skip(1))
        {
            var next = await Insert(bench, rows, size, cancellation);
            best = next.Rate > best.Rate ? next : best;
        }

        await Execute(bench, "DROP SCHEMA bench_limit CASCADE", cancellation);
        bench.Report.Add("b", "events/s, one writer that only inserts them", best.Rate, best.Notes);
        if (bench.WarmRate > 0)
        {
            bench.Report.Add("b", "(a) warm in % of it", 100 * bench.WarmRate / best.Rate, string.Empty, wanted: "≥ 30");
        }
    }

    private static async Task<(double Rate, string Notes)> Insert(Bench bench, LogRows rows, int size, CancellationToken cancellation)
    {
        await Execute(bench, Prepare, cancellation);
        var older = await Fill(bench, rows.Earliest, cancellation);
        var batches = rows.Cut(size);
        var before = (int)(batches.Count * (long)MostRowsBefore / (MostRows + MostRowsBefore));
        await Insert(bench.System.Database, batches.Take(before), cancellation);

        var measured = batches[before..];
        var count = measured.Sum(batch => batch.Count);
        var cpu = bench.System.Cpu.Read();
        var began = Stopwatch.GetTimestamp();
        await Insert(bench.System.Database, measured, cancellation);
        var rate = count / Stopwatch.GetElapsedTime(began).TotalSeconds;
        var used = bench.System.Cpu.Read() - cpu;
        var notes = string.Create(
            CultureInfo.InvariantCulture,
            $"{count:#,0} rows after {older:#,0} others, {size:#,0} a transaction, PostgreSQL {used.Postgres / count * 1e6:0.0} µs of CPU a row; {used.Load(Environment.ProcessorCount)}");
        Bench.Notices.Step(string.Create(CultureInfo.InvariantCulture, $"{rate:#,0} rows/s: {notes}"));
        return (rate, notes);
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
