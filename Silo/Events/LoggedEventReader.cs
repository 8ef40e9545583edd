using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Silo.Privacy;
using Npgsql;

namespace AutoCrm.Actors.Silo.Events;

/// <summary>Reads a row of the log. The one place where a payload becomes typed on the way to the actors.</summary>
internal static class LoggedEventReader
{
    /// <summary>The columns, in the order in which <see cref="Read"/> expects them.</summary>
    public const string Columns =
        "e.partition, e.log_offset, e.occurred_at, e.offset_minutes, e.source, e.id, e.type, e.dealership, e.customer, e.vin, e.data, e.attributes";

    public static LoggedEvent Read(NpgsqlDataReader reader, int first, PersonalReading personal)
    {
        var type = reader.GetString(first + 6);
        var occurred = new DateTimeOffset(reader.GetDateTime(first + 2)).ToOffset(TimeSpan.FromMinutes(reader.GetInt16(first + 3)));
        var stamp = new EventStamp(occurred, reader.GetString(first + 5), SharedText.Of(reader.GetString(first + 4)));
        var customer = Text(reader, first + 8);
        return new LoggedEvent
        {
            Position = new Position(reader.GetInt16(first), reader.GetInt64(first + 1)),
            Stamp = stamp,
            Type = EventCatalogue.Find(type)?.Type ?? type,
            Dealership = Shared(Text(reader, first + 7)),
            Customer = customer,
            Vin = Text(reader, first + 9),
            Payload = personal.Read(type, reader.GetFieldValue<byte[]>(first + 10), customer, stamp),
            CustomerNumber = NumberOf(customer, reader.IsDBNull(first + 11) ? null : reader.GetFieldValue<byte[]>(first + 11)),
        };
    }

    /// <summary>The same from an event that this process has just committed.</summary>
    public static LoggedEvent Of(PendingEvent committed)
    {
        var reported = committed.Reported;
        return new LoggedEvent
        {
            Position = committed.Result.Position,
            Stamp = new EventStamp(reported.Time, reported.Id, SharedText.Of(reported.Source)),
            Type = EventCatalogue.Find(reported.Type)?.Type ?? reported.Type,
            Dealership = Shared(reported.Dealership),
            Customer = reported.Customer,
            Vin = reported.Vin,
            Payload = EventCatalogue.Read(reported.Type, reported.Data),
            CustomerNumber = NumberOf(reported.Customer, reported.Attributes),
        };
    }

    private static string? NumberOf(string? customer, byte[]? attributes) =>
        customer is null || attributes is null ? null : CustomerNumberAttribute.In(attributes);

    private static string? Shared(string? text) => text is null ? null : SharedText.Of(text);

    private static string? Text(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
}
