using System.Collections.Immutable;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Grains.Events;
using AutoCrm.Actors.Silo.Hosting;
using AutoCrm.Actors.Silo.Schema;
using Npgsql;

namespace AutoCrm.Actors.Silo.Events;

/// <summary>Actors' own histories from the subject index. A thousand cold actors share a few queries.</summary>
internal sealed class SubjectHistory(DataSources databases, LogIncarnation incarnation, GroupedWork.Options grouping)
    : BackgroundService, ISubjectHistory
{
    /// <summary>The most events of a first read; an actor with more looks for a snapshot.</summary>
    internal const int FirstPage = 120;

    private const int Page = 1000;

    private const string SelectFirst =
        $"""
        SELECT asked.i, {LoggedEventReader.Columns}
        FROM unnest($1, $2) WITH ORDINALITY AS asked(kind, key, i)
        CROSS JOIN LATERAL (
            SELECT partition, log_offset FROM event_subject
            WHERE kind = asked.kind AND key = asked.key
            ORDER BY partition, log_offset LIMIT $3) own
        JOIN event_log e USING (partition, log_offset)
        ORDER BY asked.i, e.partition, e.log_offset
        """;

    // One index probe per partition: an actor with a million events of one partition costs no more than a young one.
    private const string SelectAfter =
        $"""
        SELECT {LoggedEventReader.Columns}
        FROM unnest($1, $2) AS applied(partition, log_offset)
        CROSS JOIN LATERAL (
            SELECT s.partition, s.log_offset FROM event_subject s
            WHERE s.kind = $3 AND s.key = $4 AND s.partition = applied.partition AND s.log_offset > applied.log_offset
            ORDER BY s.log_offset LIMIT $5) own
        JOIN event_log e ON e.partition = own.partition AND e.log_offset = own.log_offset
        ORDER BY e.partition, e.log_offset
        LIMIT $5
        """;

    private readonly GroupedWork<Subject, HistoryPage> firsts = new(grouping);

    public Task<HistoryPage> ReadFirst(Subject subject) => firsts.Ask(subject);

    public async Task<HistoryPage> ReadAfter(Subject subject, AppliedOffsets applied)
    {
        var partitions = Enumerable.Range(0, incarnation.Partitions).Select(p => (short)p).ToArray();
        await using var command = databases.Read.CreateCommand(SelectAfter);
        command.Parameters.Add(new NpgsqlParameter { Value = partitions });
        command.Parameters.Add(new NpgsqlParameter { Value = Array.ConvertAll(partitions, p => applied[p]) });
        command.Parameters.Add(new NpgsqlParameter<short> { TypedValue = (short)subject.Kind });
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

    private async Task<Func<Subject, HistoryPage>> ReadFirst(IReadOnlyList<Subject> subjects, CancellationToken cancellation)
    {
        await using var command = databases.Read.CreateCommand(SelectFirst);
        command.Parameters.Add(new NpgsqlParameter { Value = subjects.Select(s => (short)s.Kind).ToArray() });
        command.Parameters.Add(new NpgsqlParameter { Value = subjects.Select(s => s.Id).ToArray() });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = FirstPage + 1 });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var pages = new Dictionary<Subject, ImmutableArray<LoggedEvent>.Builder>();
        while (await reader.ReadAsync(cancellation))
        {
            var subject = subjects[(int)reader.GetInt64(0) - 1];
            if (!pages.TryGetValue(subject, out var page))
            {
                pages[subject] = page = ImmutableArray.CreateBuilder<LoggedEvent>();
            }

            page.Add(LoggedEventReader.Read(reader, 1));
        }

        return subject => pages.TryGetValue(subject, out var page)
            ? new HistoryPage([.. page.Take(FirstPage)], Complete: page.Count <= FirstPage)
            : new HistoryPage([], Complete: true);
    }
}
