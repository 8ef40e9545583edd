using AutoCrm.Actors.Grains;
using AutoCrm.Actors.Grains.Events;
using AutoCrm.Actors.Silo.Events;
using AutoCrm.Actors.Silo.Hosting;
using Npgsql;

namespace AutoCrm.Actors.Silo.ReadModels;

/// <summary>Writes many actors' rows of one table in one statement; never an older revision over a newer one.</summary>
internal sealed class ReadModelWriter<TRow>(
    DataSources databases, ReadModelTable<TRow> table, Weaknesses weaknesses, GroupedWork.Options grouping)
    : BackgroundService, IReadModelWriter<TRow>
    where TRow : IReadModelRow
{
    private const string Guard = "WHERE row.revision < excluded.revision";
    private const string RepairGuard = "WHERE row.revision <= excluded.revision";

    private readonly GroupedWork<TRow, bool> writes = new(grouping);
    private readonly LateRows<TRow> late = new(weaknesses);
    private readonly string upsert = weaknesses.SkipRevisionGuard
        ? table.Upsert[..table.Upsert.LastIndexOf("WHERE", StringComparison.Ordinal)]
        : table.Upsert;

    public Task Write(TRow row) => writes.Ask(row);

    public async Task Overwrite(TRow row)
    {
        await using var command = databases.Write.CreateCommand(table.Upsert.Replace(Guard, RepairGuard, StringComparison.Ordinal));
        await Execute(command, [row]);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => writes.Run(Upsert, stoppingToken);

    private async Task<Func<TRow, bool>> Upsert(IReadOnlyList<TRow> rows, CancellationToken cancellation)
    {
        // One statement may name a key once; in order of key, so that two silos' statements cannot deadlock.
        var latest = rows
            .GroupBy(row => row.Key, StringComparer.Ordinal)
            .Select(group => group.MaxBy(row => row.Revision)!)
            .OrderBy(row => row.Key, StringComparer.Ordinal)
            .ToArray();
        var mixed = late.Mix(latest);
        await using var command = databases.Write.CreateCommand(upsert);
        await Execute(command, mixed);
        return _ => true;
    }

    private async Task Execute(NpgsqlCommand command, TRow[] rows)
    {
        foreach (var column in table.Columns)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = column(rows) });
        }

        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }
}

/// <summary>How a row stands in its table.</summary>
/// <param name="Upsert">The statement; one array parameter per column.</param>
/// <param name="Columns">The columns' values of many rows, in the order of the parameters.</param>
internal sealed record ReadModelTable<TRow>(string Upsert, IReadOnlyList<Func<TRow[], Array>> Columns);
