using AutoCrm.Actors.Grains.Events;
using AutoCrm.Actors.Silo.Events;
using AutoCrm.Actors.Silo.Hosting;
using Npgsql;

namespace AutoCrm.Actors.Silo.ReadModels;

/// <summary>Writes many actors' rows of one table in one statement; never an older revision over a newer one.</summary>
internal sealed class ReadModelWriter<TRow>(DataSources databases, ReadModelTable<TRow> table, GroupedWork.Options grouping)
    : BackgroundService, IReadModelWriter<TRow>
    where TRow : IReadModelRow
{
    private readonly GroupedWork<TRow, bool> writes = new(grouping);

    public Task Write(TRow row) => writes.Ask(row);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => writes.Run(Upsert, stoppingToken);

    private async Task<Func<TRow, bool>> Upsert(IReadOnlyList<TRow> rows, CancellationToken cancellation)
    {
        // One statement may name a key once; in order of key, so that two silos' statements cannot deadlock.
        var latest = rows
            .GroupBy(row => row.Key, StringComparer.Ordinal)
            .Select(group => group.MaxBy(row => row.Revision)!)
            .OrderBy(row => row.Key, StringComparer.Ordinal)
            .ToArray();
        await using var command = databases.Write.CreateCommand(table.Upsert);
        foreach (var column in table.Columns)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = column(latest) });
        }

        await command.ExecuteNonQueryAsync(CancellationToken.None);
        return _ => true;
    }
}

/// <summary>How a row stands in its table.</summary>
/// <param name="Upsert">The statement; one array parameter per column.</param>
/// <param name="Columns">The columns' values of many rows, in the order of the parameters.</param>
internal sealed record ReadModelTable<TRow>(string Upsert, IReadOnlyList<Func<TRow[], Array>> Columns);
