using System.Collections.Immutable;
using AutoCrm.Actors.Grains.Customers;
using AutoCrm.Actors.Privacy;
using AutoCrm.Actors.Silo.Events;
using AutoCrm.Actors.Silo.Hosting;
using Npgsql;

namespace AutoCrm.Actors.Silo.Privacy;

/// <summary>
/// Customers' clues in the database. Noting is a transaction of its own, and looking is another one after it, sent together:
/// whoever looks sees everybody who was noted before, and of two who note at once the second to commit sees the first.
/// </summary>
internal sealed class CustomerClueTable(DataSources databases, IdentifierHashes hashes, GroupedWork.Options grouping)
    : BackgroundService, ICustomerClues
{
    private const string Note =
        """
        WITH shown AS MATERIALIZED (
            SELECT DISTINCT customer, hash FROM unnest($2, $3) AS s(customer, hash)),
        gone AS (
            DELETE FROM customer_clue c WHERE c.customer = ANY($1)
            AND NOT EXISTS (SELECT FROM shown s WHERE s.customer = c.customer AND s.hash = c.hash))
        INSERT INTO customer_clue (hash, customer) SELECT hash, customer FROM shown ORDER BY hash, customer
        ON CONFLICT DO NOTHING
        """;

    private const string Look =
        """
        SELECT asked.hash, other.customer
        FROM (SELECT DISTINCT hash FROM unnest($1) AS u(hash)) AS asked
        CROSS JOIN LATERAL (
            SELECT customer FROM customer_clue WHERE hash = asked.hash ORDER BY customer LIMIT $2) AS other
        """;

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(25);

    private readonly GroupedWork<Question, ImmutableArray<SharedClue>> questions = new(grouping with { Pace = Pace });

    public Task<ImmutableArray<SharedClue>> Show(string customer, ImmutableArray<Clue> clues) =>
        questions.Ask(new Question(customer, [.. clues.Select(clue => (clue, hashes.Of(clue.Scope, clue.Text)))]));

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => questions.Run(Answer, stoppingToken);

    private async Task<Func<Question, ImmutableArray<SharedClue>>> Answer(IReadOnlyList<Question> asked, CancellationToken cancellation)
    {
        // The last one that was asked about a customer knows it best.
        var latest = asked.GroupBy(question => question.Customer, StringComparer.Ordinal).Select(group => group.Last()).ToArray();
        await using var batch = databases.Write.CreateBatch();
        batch.EnableErrorBarriers = true;
        batch.BatchCommands.Add(NoteOf(latest));
        batch.BatchCommands.Add(LookFor(asked));
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        var holders = await Holders(reader, cancellation);
        return question => question.Shared(holders);
    }

    private static NpgsqlBatchCommand NoteOf(Question[] latest)
    {
        var pairs = latest.SelectMany(question => question.Clues, (question, clue) => (question.Customer, clue.Hash)).ToArray();
        var command = new NpgsqlBatchCommand(Note);
        command.Parameters.Add(new NpgsqlParameter { Value = Array.ConvertAll(latest, question => question.Customer) });
        command.Parameters.Add(new NpgsqlParameter { Value = Array.ConvertAll(pairs, pair => pair.Customer) });
        command.Parameters.Add(new NpgsqlParameter { Value = Array.ConvertAll(pairs, pair => pair.Hash) });
        return command;
    }

    private static NpgsqlBatchCommand LookFor(IReadOnlyList<Question> asked)
    {
        var command = new NpgsqlBatchCommand(Look);
        command.Parameters.Add(new NpgsqlParameter { Value = asked.SelectMany(question => question.Clues, (_, clue) => clue.Hash).ToArray() });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = ICustomerClues.MostOthers + 1 });
        return command;
    }

    private static async Task<ILookup<Guid, string>> Holders(NpgsqlDataReader reader, CancellationToken cancellation)
    {
        var found = new List<(Guid Hash, string Customer)>();
        while (await reader.ReadAsync(cancellation))
        {
            found.Add((reader.GetGuid(0), reader.GetString(1)));
        }

        await reader.Committed(cancellation);
        return found.ToLookup(pair => pair.Hash, pair => pair.Customer);
    }

    private sealed record Question(string Customer, ImmutableArray<(Clue Clue, Guid Hash)> Clues)
    {
        public ImmutableArray<SharedClue> Shared(ILookup<Guid, string> holders) =>
        [
            .. Clues.Select(clue => new SharedClue(
                clue.Clue,
                [.. holders[clue.Hash].Where(other => other != Customer).Order(StringComparer.Ordinal).Take(ICustomerClues.MostOthers)])),
        ];
    }
}
