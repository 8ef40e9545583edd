using System.Collections.Immutable;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Grains.Events;
using AutoCrm.Actors.Silo.Hosting;
using AutoCrm.Actors.Silo.Privacy;
using AutoCrm.Actors.Silo.ReadModels;
using AutoCrm.Actors.Silo.Schema;
using Npgsql;

namespace AutoCrm.Actors.Silo.Events;

/// <summary>Actors' own histories, from the log's indexes by subject. A thousand cold actors share a few queries.</summary>
internal sealed class SubjectHistory(DataSources databases, LogIncarnation incarnation, PersonalReading reading, CommittedTail tail, GroupedWork.Options grouping)
    : BackgroundService, ISubjectHistory
{
    /// <summary>The most events of a first read; an actor with more looks for a snapshot.</summary>
    internal const int FirstPage = 120;

    private const int Page = 1000;

    // Of an actor whose row says that it has more, nothing is read: it looks for a snapshot first.
    private static readonly Dictionary<SubjectKind, string> SelectFirst = ByColumn(column =>
        $"""
        SELECT asked.i, {LoggedEventReader.Columns}
        FROM (
            SELECT u.i, u.key, coalesce((SELECT revision & {RowRevision.EventBits} FROM {RowOf(column)} = u.key), 0) >= $2 AS has_more
            FROM unnest($1) WITH ORDINALITY AS u(key, i) OFFSET 0) asked
        LEFT JOIN LATERAL (
            SELECT * FROM event_log WHERE {column} = asked.key AND NOT asked.has_more ORDER BY partition, log_offset LIMIT $2) e ON true
        WHERE asked.has_more OR e.partition IS NOT NULL
        ORDER BY asked.i, e.partition, e.log_offset
        """);

    // One index probe for each id and partition: an actor with a million events of one partition costs no more than a young
    // one. With a list of ids in one probe PostgreSQL may take the log's own index instead, and read all that the partitions
    // have got since; of a young log it always does.
    private static readonly Dictionary<SubjectKind, string> SelectAfter = ByColumn(column =>
        $"""
        SELECT {LoggedEventReader.Columns}
        FROM unnest($1, $2) AS applied(partition, log_offset)
        CROSS JOIN unnest($3) AS asked(id)
        CROSS JOIN LATERAL (
            SELECT * FROM event_log own
            WHERE own.{column} = asked.id AND own.partition = applied.partition AND own.log_offset > applied.log_offset
            ORDER BY own.log_offset LIMIT $4) e
        ORDER BY e.partition, e.log_offset
        LIMIT $4
        """);

    // The same for many actors at once. Of one that has few events all are looked at, which are no more than it has and a
    // page of new ones: that costs less than a probe for each partition.
    private static readonly Dictionary<SubjectKind, string> SelectNews = ByColumn(column =>
        $"""
        SELECT asked.i, {LoggedEventReader.Columns}
        FROM (
            SELECT u.i, u.key, string_to_array(u.applied, ',')::bigint[] AS applied, u.has_few
            FROM unnest($1, $2, $3) WITH ORDINALITY AS u(key, applied, has_few, i) OFFSET 0) asked
        CROSS JOIN LATERAL (
            (SELECT * FROM event_log
            WHERE asked.has_few AND {column} = asked.key AND log_offset > asked.applied[partition + 1]
            ORDER BY partition, log_offset LIMIT $4)
            UNION ALL
            (SELECT own.*
            FROM generate_subscripts(asked.applied, 1) AS n
            CROSS JOIN LATERAL (
                SELECT * FROM event_log
                WHERE {column} = asked.key AND partition = (n - 1)::smallint AND log_offset > asked.applied[n]
                ORDER BY log_offset LIMIT $4) own
            WHERE NOT asked.has_few
            ORDER BY own.partition, own.log_offset LIMIT $4)) e
        ORDER BY asked.i, e.partition, e.log_offset
        """);

    private readonly GroupedWork<HistoryQuestion, HistoryPage> questions = new(grouping);
    private readonly LinkEvents links = new(databases.Read, reading, grouping);

    public Task<HistoryPage> ReadFirst(Subject subject, ImmutableArray<LoggedEvent> known = default) =>
        questions.Ask(new HistoryQuestion(subject.Kind, [subject.Id], null, known.IsDefault ? [] : known));

    public Task<HistoryPage> ReadNews(Subject subject, AppliedOffsets applied, long known) => ReadNews(subject.Kind, [subject.Id], applied, known);

    public Task<HistoryPage> ReadNews(SubjectKind kind, ImmutableArray<string> ids, AppliedOffsets applied, long known) => questions.Ask(new HistoryQuestion(
        kind, ids, string.Join(',', Enumerable.Range(0, incarnation.Partitions).Select(p => applied[p])), []) { HasFew = known <= FirstPage });

    public Task<HistoryPage> ReadAfter(Subject subject, AppliedOffsets applied) => ReadOf(subject.Kind, [subject.Id], applied);

    public Task<HistoryPage> ReadAfter(SubjectKind kind, ImmutableArray<string> ids, AppliedOffsets applied)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(kind, SubjectKind.Customer);
        return ReadOf(kind, [.. ids], applied);
    }

    public Task<ImmutableArray<LoggedEvent>> ReadLinks(string[] customers) => links.Read(customers);

    private async Task<HistoryPage> ReadOf(SubjectKind kind, string[] ids, AppliedOffsets applied)
    {
        var partitions = Enumerable.Range(0, incarnation.Partitions).Select(p => (short)p).ToArray();
        await using var command = databases.Read.CreateCommand(SelectAfter[kind]);
        command.Parameters.Add(new NpgsqlParameter { Value = partitions });
        command.Parameters.Add(new NpgsqlParameter { Value = Array.ConvertAll(partitions, p => applied[p]) });
        command.Parameters.Add(new NpgsqlParameter { Value = ids });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = Page + 1 });
        var events = ImmutableArray.CreateBuilder<LoggedEvent>();
        bool complete;
        await using (var reader = await command.ExecuteReaderAsync())
        {
            while (events.Count < Page && await reader.ReadAsync())
            {
                events.Add(LoggedEventReader.Read(reader, 0, reading));
            }

            complete = events.Count < Page || !await reader.ReadAsync();
        }

        await reading.Open(events, CancellationToken.None);
        return new HistoryPage(events.ToImmutable(), complete);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(questions.Run(Answer, stoppingToken), links.Run(stoppingToken));

    private static Dictionary<SubjectKind, string> ByColumn(Func<string, string> statement) => new()
    {
        [SubjectKind.Customer] = statement("customer"),
        [SubjectKind.Vehicle] = statement("vin"),
        [SubjectKind.Dealership] = statement("dealership"),
    };

    private static string RowOf(string column) => column switch
    {
        "customer" => RowOf(ReadModelTables.Customers),
        "vin" => RowOf(ReadModelTables.Vehicles),
        _ => RowOf(ReadModelTables.Dealerships),
    };

    private static string RowOf<TRow>(ReadModelTable<TRow> table) => $"{table.Name} WHERE {table.Key}";

    private async Task<Func<HistoryQuestion, HistoryPage>> Answer(IReadOnlyList<HistoryQuestion> asked, CancellationToken cancellation)
    {
        var groups = asked.GroupBy(question => (question.Kind, IsFirst: question.Applied is null)).Select(group => group.ToArray()).ToArray();
        await using var batch = databases.Read.CreateBatch();
        foreach (var group in groups)
        {
            batch.BatchCommands.Add(Command(group));
        }

        // Keys are fetched by another connection of the same pool: this one goes back first.
        await using (var reader = await batch.ExecuteReaderAsync(cancellation))
        {
            foreach (var group in groups)
            {
                await ReadPages(reader, group, cancellation);
                await reader.NextResultAsync(cancellation);
            }
        }

        await reading.Open(asked.Select(question => question.Found), cancellation);
        return question => question.Answer(FirstPage);
    }

    private static NpgsqlBatchCommand Command(HistoryQuestion[] asked)
    {
        var kind = asked[0].Kind;
        var isFirst = asked[0].Applied is null;
        var command = new NpgsqlBatchCommand((isFirst ? SelectFirst : SelectNews)[kind]);
        command.Parameters.Add(new NpgsqlParameter { Value = asked.SelectMany(question => question.Ids).ToArray() });
        if (!isFirst)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = asked.SelectMany(question => question.Ids, (question, _) => question.Applied).ToArray() });
            command.Parameters.Add(new NpgsqlParameter { Value = asked.SelectMany(question => question.Ids, (question, _) => question.HasFew).ToArray() });
        }

        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = FirstPage + 1 });
        return command;
    }

    private async Task ReadPages(NpgsqlDataReader reader, HistoryQuestion[] asked, CancellationToken cancellation)
    {
        Array.ForEach(asked, question => question.Clear());
        var questionOf = asked.SelectMany(question => question.Ids, (question, _) => question).ToArray();
        while (await reader.ReadAsync(cancellation))
        {
            var question = questionOf[(int)reader.GetInt64(0) - 1];
            if (reader.IsDBNull(1))
            {
                question.HasMore = true;
                continue;
            }

            var position = new Position(reader.GetInt16(1), reader.GetInt64(2));
            question.Found.Add(KnownTo(question, position) ?? LoggedEventReader.Read(reader, 1, reading));
        }
    }

    // Whoever has something, and folds it anew, wants what the log holds.
    private LoggedEvent? KnownTo(HistoryQuestion question, Position position) =>
        question.Applied is null ? question.Known(position) ?? tail.Find(position) : null;
}
