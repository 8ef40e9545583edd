using System.Collections.Immutable;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Grains.Events;
using AutoCrm.Actors.Silo.Hosting;
using AutoCrm.Actors.Silo.Schema;
using Npgsql;

namespace AutoCrm.Actors.Silo.Events;

/// <summary>Actors' own histories, from the log's indexes by subject. A thousand cold actors share a few queries.</summary>
internal sealed class SubjectHistory(DataSources databases, LogIncarnation incarnation, GroupedWork.Options grouping)
    : BackgroundService, ISubjectHistory
{
    /// <summary>The most events of a first read; an actor with more looks for a snapshot.</summary>
    internal const int FirstPage = 120;

    private const int Page = 1000;

    private static readonly Dictionary<SubjectKind, string> SelectFirst = ByColumn(column =>
        $"""
        SELECT asked.i, {LoggedEventReader.Columns}
        FROM unnest($1) WITH ORDINALITY AS asked(key, i)
        CROSS JOIN LATERAL (
            SELECT * FROM event_log WHERE {column} = asked.key ORDER BY partition, log_offset LIMIT $2) e
        ORDER BY asked.i, e.partition, e.log_offset
        """);

    // One index probe per partition: an actor with a million events of one partition costs no more than a young one.
    private static readonly Dictionary<SubjectKind, string> SelectAfter = ByColumn(column =>
        $"""
        SELECT {LoggedEventReader.Columns}
        FROM unnest($1, $2) AS applied(partition, log_offset)
        CROSS JOIN LATERAL (
            SELECT * FROM event_log own
            WHERE own.{column} = $3 AND own.partition = applied.partition AND own.log_offset > applied.log_offset
            ORDER BY own.log_offset LIMIT $4) e
        ORDER BY e.partition, e.log_offset
        LIMIT $4
        """);

    private readonly GroupedWork<Subject, HistoryPage> firsts = new(grouping);

    public Task<HistoryPage> ReadFirst(Subject subject) => firsts.Ask(subject);

    public async Task<HistoryPage> ReadAfter(Subject subject, AppliedOffsets applied)
    {
        var partitions = Enumerable.Range(0, incarnation.Partitions).Select(p => (short)p).ToArray();
        await using var command = databases.Read.CreateCommand(SelectAfter[subject.Kind]);
        command.Parameters.Add(new NpgsqlParameter { Value = partitions });
        command.Parameters.Add(new NpgsqlParameter { Value = Array.ConvertAll(partitions, p => applied[p]) });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = subject.Id });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = Page + 1 });
        await using var reader = await command.ExecuteReaderAsync();
        var events = ImmutableArray.CreateBuilder<LoggedEvent>();
        while (events.Count < Page && await reader.ReadAsync())
        {
            events.Add(LoggedEventReader.Read(reader, 0));
        }

        return new HistoryPage(events.ToImmutable(), Complete: events.Count < Page || !await reader.ReadAsync());
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => firsts.Run(ReadFirst, stoppingToken);

    private static Dictionary<SubjectKind, string> ByColumn(Func<string, string> statement) => new()
    {
        [SubjectKind.Customer] = statement("customer"),
        [SubjectKind.Vehicle] = statement("vin"),
        [SubjectKind.Dealership] = statement("dealership"),
    };

    private async Task<Func<Subject, HistoryPage>> ReadFirst(IReadOnlyList<Subject> subjects, CancellationToken cancellation)
    {
        var byKind = subjects.Distinct().GroupBy(subject => subject.Kind).Select(kind => kind.ToArray()).ToArray();
        await using var batch = databases.Read.CreateBatch();
        foreach (var asked in byKind)
        {
            var command = new NpgsqlBatchCommand(SelectFirst[asked[0].Kind]);
            command.Parameters.Add(new NpgsqlParameter { Value = Array.ConvertAll(asked, subject => subject.Id) });
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = FirstPage + 1 });
            batch.BatchCommands.Add(command);
        }

        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        var pages = new Dictionary<Subject, ImmutableArray<LoggedEvent>.Builder>();
        foreach (var asked in byKind)
        {
            await ReadPages(reader, asked, pages, cancellation);
            await reader.NextResultAsync(cancellation);
        }

        return subject => pages.TryGetValue(subject, out var page)
            ? new HistoryPage([.. page.Take(FirstPage)], Complete: page.Count <= FirstPage)
            : new HistoryPage([], Complete: true);
    }

    private static async Task ReadPages(
        NpgsqlDataReader reader,
        Subject[] asked,
        Dictionary<Subject, ImmutableArray<LoggedEvent>.Builder> pages,
        CancellationToken cancellation)
    {
        while (await reader.ReadAsync(cancellation))
        {
            var subject = asked[(int)reader.GetInt64(0) - 1];
            if (!pages.TryGetValue(subject, out var page))
            {
                pages[subject] = page = ImmutableArray.CreateBuilder<LoggedEvent>();
            }

            page.Add(LoggedEventReader.Read(reader, 1));
        }
    }
}
