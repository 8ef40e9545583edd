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
internal sealed class SubjectHistory(DataSources databases, LogIncarnation incarnation, PersonalReading reading, GroupedWork.Options grouping)
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

    // The same for many actors at once.
    private static readonly Dictionary<SubjectKind, string> SelectNews = ByColumn(column =>
        $"""
        SELECT asked.i, {LoggedEventReader.Columns}
        FROM (
            SELECT u.i, u.key, string_to_array(u.applied, ',')::bigint[] AS applied
            FROM unnest($1, $2) WITH ORDINALITY AS u(key, applied, i) OFFSET 0) asked
        CROSS JOIN LATERAL (
            SELECT own.*
            FROM generate_subscripts(asked.applied, 1) AS n
            CROSS JOIN LATERAL (
                SELECT * FROM event_log
                WHERE {column} = asked.key AND partition = (n - 1)::smallint AND log_offset > asked.applied[n]
                ORDER BY log_offset LIMIT $3) own
            ORDER BY own.partition, own.log_offset LIMIT $3) e
        ORDER BY asked.i, e.partition, e.log_offset
        """);

    private readonly GroupedWork<Question, HistoryPage> questions = new(grouping);

    public Task<HistoryPage> ReadFirst(Subject subject, ImmutableArray<LoggedEvent> known = default) =>
        questions.Ask(new Question(subject, null, known.IsDefault ? [] : known));

    public Task<HistoryPage> ReadNews(Subject subject, AppliedOffsets applied) =>
        questions.Ask(new Question(subject, string.Join(',', Enumerable.Range(0, incarnation.Partitions).Select(p => applied[p])), []));

    public Task<HistoryPage> ReadAfter(Subject subject, AppliedOffsets applied) => ReadOf(subject.Kind, [subject.Id], applied);

    public Task<HistoryPage> ReadAfter(SubjectKind kind, ImmutableArray<string> ids, AppliedOffsets applied)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(kind, SubjectKind.Customer);
        return ReadOf(kind, [.. ids], applied);
    }

    public Task<ImmutableArray<LoggedEvent>> ReadLinks(string[] customers) => LinkEvents.Read(databases.Read, reading, customers);

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

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => questions.Run(Answer, stoppingToken);

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

    private async Task<Func<Question, HistoryPage>> Answer(IReadOnlyList<Question> asked, CancellationToken cancellation)
    {
        var groups = asked.GroupBy(question => (question.Subject.Kind, IsFirst: question.Applied is null)).Select(group => group.ToArray()).ToArray();
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
        return question => question.Answer();
    }

    private static NpgsqlBatchCommand Command(Question[] asked)
    {
        var kind = asked[0].Subject.Kind;
        var isFirst = asked[0].Applied is null;
        var command = new NpgsqlBatchCommand((isFirst ? SelectFirst : SelectNews)[kind]);
        command.Parameters.Add(new NpgsqlParameter { Value = Array.ConvertAll(asked, question => question.Subject.Id) });
        if (!isFirst)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = Array.ConvertAll(asked, question => question.Applied) });
        }

        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = FirstPage + 1 });
        return command;
    }

    private async Task ReadPages(NpgsqlDataReader reader, Question[] asked, CancellationToken cancellation)
    {
        Array.ForEach(asked, question => question.Clear());
        while (await reader.ReadAsync(cancellation))
        {
            var question = asked[(int)reader.GetInt64(0) - 1];
            if (reader.IsDBNull(1))
            {
                question.HasMore = true;
                continue;
            }

            var position = new Position(reader.GetInt16(1), reader.GetInt64(2));
            question.Found.Add(question.Known(position) ?? LoggedEventReader.Read(reader, 1, reading));
        }
    }

    /// <summary>An actor's question, with what was found.</summary>
    private sealed record Question(Subject Subject, string? Applied, ImmutableArray<LoggedEvent> Events)
    {
        public ImmutableArray<LoggedEvent>.Builder Found { get; } = ImmutableArray.CreateBuilder<LoggedEvent>(1);

        /// <summary>Whether there are more events than a first page holds, of which none was read.</summary>
        public bool HasMore { get; set; }

        public void Clear()
        {
            Found.Clear();
            HasMore = false;
        }

        public LoggedEvent? Known(Position position)
        {
            foreach (var known in Events)
            {
                if (known.Position == position)
                {
                    return known;
                }
            }

            return null;
        }

        public HistoryPage Answer()
        {
            var complete = Found.Count <= FirstPage && !HasMore;
            Found.Count = Math.Min(Found.Count, FirstPage);
            return new HistoryPage(Found.DrainToImmutable(), complete);
        }
    }
}
