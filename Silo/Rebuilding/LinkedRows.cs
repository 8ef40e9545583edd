using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Grains.Customers;
using AutoCrm.Actors.Silo.Events;
using AutoCrm.Actors.Silo.Privacy;
using Npgsql;

namespace AutoCrm.Actors.Silo.Rebuilding;

/// <summary>The row of somebody who has links, with the events that make it.</summary>
internal sealed record LinkedRow<TRow>(TRow? Row, IReadOnlyList<LoggedEvent> Events);

/// <summary>The rows of subjects that have links: a walk from key to key does not see the events of their aliases.</summary>
internal interface ILinkedRows<TRow>
{
    Task<LinkedRow<TRow>> Read(string key, CancellationToken cancellation);
}

/// <summary>The rows of merged customers and of those who stay, as their actors make them.</summary>
internal sealed class LinkedCustomers(NpgsqlDataSource database, PersonalReading reading) : ILinkedRows<CustomerRow>
{
    private const string Select =
        $"SELECT {LoggedEventReader.Columns} FROM event_log e WHERE e.customer = ANY($1) ORDER BY e.partition, e.log_offset";

    public async Task<LinkedRow<CustomerRow>> Read(string key, CancellationToken cancellation)
    {
        var (links, changes) = await LinkSearch.From(key, customers => LinkEvents.Read(database, reading, customers));
        var events = await Events([.. links.FoldedBy(key)], cancellation);
        var fold = new RowFold<Customer, CustomerRow>(RowSources.Customers with { Project = (state, revision) => CustomerRow.Of(links.In(state), RowRevision.Of(revision, changes)) }, key);
        events.ForEach(fold.Add);
        return new LinkedRow<CustomerRow>(fold.Row, events);
    }

    private async Task<List<LoggedEvent>> Events(string[] ids, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(Select);
        command.Parameters.Add(new NpgsqlParameter { Value = ids });
        var events = new List<LoggedEvent>();
        await using (var reader = await command.ExecuteReaderAsync(cancellation))
        {
            while (await reader.ReadAsync(cancellation))
            {
                events.Add(LoggedEventReader.Read(reader, 0, reading));
            }
        }

        await reading.Open(events, cancellation);
        return events;
    }
}
