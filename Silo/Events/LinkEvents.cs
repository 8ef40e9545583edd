using System.Collections.Immutable;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Grains.Customers;
using AutoCrm.Actors.Silo.Privacy;
using Npgsql;

namespace AutoCrm.Actors.Silo.Events;

/// <summary>The events in the log that make and end links between customers. Who follows links at the same time shares the statements.</summary>
internal sealed class LinkEvents(NpgsqlDataSource database, PersonalReading reading, GroupedWork.Options grouping)
{
    // Without an order of its own the inner part is made a join, which reads every event of the types.
    private const string Select =
        $"""
        SELECT {LoggedEventReader.Columns}
        FROM unnest($1) AS asked(id)
        CROSS JOIN LATERAL (
            SELECT * FROM event_log own WHERE own.customer = asked.id AND own.type = ANY($2) ORDER BY own.partition, own.log_offset) e
        ORDER BY e.partition, e.log_offset
        """;

    private readonly GroupedWork<string[], ImmutableArray<LoggedEvent>> questions = new(grouping);

    /// <summary>Reads the events about some customers, in order of position.</summary>
    public Task<ImmutableArray<LoggedEvent>> Read(string[] customers) => questions.Ask(customers);

    /// <summary>Answers until it is cancelled.</summary>
    public Task Run(CancellationToken cancellation) => questions.Run(Answer, cancellation);

    /// <summary>The same at once, for whoever is alone.</summary>
    public static async Task<ImmutableArray<LoggedEvent>> Read(NpgsqlDataSource database, PersonalReading reading, IEnumerable<string> customers)
    {
        await using var command = database.CreateCommand(Select);
        command.Parameters.Add(new NpgsqlParameter { Value = customers.Distinct(StringComparer.Ordinal).ToArray() });
        command.Parameters.Add(new NpgsqlParameter { Value = LinkSearch.Types });
        await using var reader = await command.ExecuteReaderAsync();
        var events = ImmutableArray.CreateBuilder<LoggedEvent>();
        while (await reader.ReadAsync())
        {
            events.Add(LoggedEventReader.Read(reader, 0, reading));
        }

        return events.DrainToImmutable();
    }

    private async Task<Func<string[], ImmutableArray<LoggedEvent>>> Answer(IReadOnlyList<string[]> asked, CancellationToken cancellation)
    {
        var all = await Read(database, reading, asked.SelectMany(customers => customers));
        var of = all.ToLookup(happened => happened.Customer!, StringComparer.Ordinal);
        return customers => customers.Length == 1 ? [.. of[customers[0]]] : [.. all.Where(happened => customers.Contains(happened.Customer))];
    }
}
