using AutoCrm.Actors.Api.Graph.Dealerships;
using AutoCrm.Actors.Api.ReadModels;
using GraphQL.Types;

namespace AutoCrm.Actors.Api.Graph.Events;

internal sealed class TimelineConnectionType() : ConnectionType<TimelineRow, TimelineEdgeType>("Timeline", hasPosition: false);

internal sealed class TimelineEdgeType() : EdgeType<TimelineRow, TimelineEntryType>("Timeline");

internal sealed class TimelineEntryType : ObjectGraphType<TimelineRow>
{
    public TimelineEntryType()
    {
        Name = "TimelineEntry";
        Description = "One event about a customer or a vehicle.";
        Field<NonNullGraphType<StringGraphType>>("type").ForEveryone("The event's type.").Resolve(c => c.Source.Type);
        Field<NonNullGraphType<InstantType>>("at").ForEveryone("When it happened, with the sender's offset.").Resolve(c => At(c.Source));
        Field<NonNullGraphType<InstantType>>("recordedAt").ForEveryone("When the log took it.")
            .Resolve(c => new DateTimeOffset(c.Source.RecordedAt));
        Field<NonNullGraphType<StringGraphType>>("position").ForEveryone("Where it stands in the log, as partition.offset.")
            .Resolve(c => c.Source.Position.ToString());
        Field<DealershipType>("dealership").ForEveryone("Who reported it, if the caller may see that dealership.")
            .ResolveAsync(async c => await DealershipType.Linked(c.Source.Dealership, c));
        Field<NonNullGraphType<JsonType>>("data").ForEveryone("The event's data, as far as the caller may see it.")
            .Resolve(c => TimelineMask.Show(c.Source, c.Caller()));
    }

    private static DateTimeOffset At(TimelineRow row) =>
        new DateTimeOffset(row.OccurredAt).ToOffset(TimeSpan.FromMinutes(row.OffsetMinutes));
}
