using System.Diagnostics;
using System.Globalization;
using AutoCrm.Actors.Benchmarks.Running;
using Npgsql;

namespace AutoCrm.Actors.Benchmarks.Figures;

/// <summary>
/// (b) The limit: the rows that the log has now, inserted again by one writer and nothing else, into exact copies of the
/// log's tables with all of their indexes.
/// </summary>
internal sealed class InsertLimit : IFigure
{
    private const int MostRows = 300_000;
    private static readonly int[] BatchSizes = [1_000, 2_000, 5_000];

    private const string Prepare =
        """
        DROP SCHEMA IF EXISTS bench_limit CASCADE;
        CREATE SCHEMA bench_limit;
        CREATE TABLE bench_limit.event_log (LIKE autocrm.event_log INCLUDING ALL);
        CREATE TABLE bench_limit.event_identity (LIKE autocrm.event_identity INCLUDING ALL);
        CHECKPOINT;
        """;

    public string Letters => "b";

    public async Task Measure(Bench bench, CancellationToken cancellation)
    {
        var rows = await LogRows.Read(bench.System.Database, MostRows, cancellation);
        if (rows.Count == 0)
        {
            throw new InvalidOperationException("The log is empty: there is nothing to insert again. Ask for figure a, too.");
        }

        (double Rate, string Notes)? best = null;
        foreach (var size in BatchSizes)
        {
            await Execute(bench, Prepare, cancellation);
            var batches = rows.Cut(size);
            var cpu = bench.System.Cpu.Read();
            var began = Stopwatch.GetTimestamp();
            await Insert(bench.System.Database, batches, cancellation);
            var elapsed = Stopwatch.GetElapsedTime(began).TotalSeconds;
            var used = bench.System.Cpu.Read() - cpu;
            var notes = string.Create(CultureInfo.InvariantCulture, $"{rows.Count:#,0} rows, {size:#,0} a transaction, PostgreSQL {used.Postgres / rows.Count * 1e6:0.0} µs of CPU a row; {used.Load(Environment.ProcessorCount)}");
            Bench.Notices.Step(string.Create(CultureInfo.InvariantCulture, $"{rows.Count / elapsed:#,0} rows/s: {notes}"));
            if (best is null || rows.Count / elapsed > best.Value.Rate)
            {
                best = (rows.Count / elapsed, notes);
            }
        }

        await Execute(bench, "DROP SCHEMA bench_limit CASCADE", cancellation);
        bench.Report.Add("b", "events/s, one writer that only inserts them", best!.Value.Rate, best.Value.Notes);
        if (bench.SustainedRate > 0)
        {
            bench.Report.Add("b", "(a) warm in % of it", 100 * bench.SustainedRate / best.Value.Rate, string.Empty, wanted: "≥ 30");
        }
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
