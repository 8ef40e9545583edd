using System.Collections.Immutable;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Grains.Customers;
using AutoCrm.Actors.Silo.Privacy;
using Npgsql;

namespace AutoCrm.Actors.Silo.Events;

/// <summary>The events in the log that make and end links between customers.</summary>
internal static class LinkEvents
{
    private const string Select =
        $"""
        SELECT {LoggedEventReader.Columns} FROM event_log e
        WHERE e.customer = ANY($1) AND e.type = ANY($2)
        ORDER BY e.partition, e.log_offset
        """;

    public static async Task<ImmutableArray<LoggedEvent>> Read(NpgsqlDataSource database, PersonalReading reading, string[] customers)
    {
        await using var command = database.CreateCommand(Select);
        command.Parameters.Add(new NpgsqlParameter { Value = customers });
        command.Parameters.Add(new NpgsqlParameter { Value = LinkSearch.Types });
        await using var reader = await command.ExecuteReaderAsync();
        var events = ImmutableArray.CreateBuilder<LoggedEvent>();
        while (await reader.ReadAsync())
        {
            events.Add(LoggedEventReader.Read(reader, 0, reading));
        }

        return events.DrainToImmutable();
    }
}
