using AutoCrm.Actors.Events;
using GraphQL.Types;

namespace AutoCrm.Actors.Api.Graph.Events;

internal sealed class ConflictType : ObjectGraphType<Conflict>
{
    public ConflictType()
    {
        Name = "Conflict";
        Description = "Reports that contradict each other: kept, flagged and shown.";
        Field<NonNullGraphType<IdGraphType>>("id").ForEveryone("The conflict's id: the same for the same kind and events.").Resolve(c => c.Source.Id);
        Field<NonNullGraphType<StringGraphType>>("kind").ForEveryone("What kind of contradiction it is.").Resolve(c => c.Source.Kind);
        Field<NonNullGraphType<InstantType>>("at").ForEveryone("When the latest of the events happened.").Resolve(c => c.Source.At);
        Field<NonNullGraphType<StringGraphType>>("message").ForEveryone("What contradicts what.").Resolve(c => c.Source.Message);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<EventStampType>>>>("events")
            .ForEveryone("The contradicting events, in order of occurrence.").Resolve(c => c.Source.Events);
    }
}

internal sealed class EventStampType : ObjectGraphType<EventStamp>
{
    public EventStampType()
    {
        Name = "EventReference";
        Description = "Names one event.";
        Field<NonNullGraphType<StringGraphType>>("source").ForEveryone("Who sent it.").Resolve(c => c.Source.Source);
        Field<NonNullGraphType<StringGraphType>>("id").ForEveryone("The sender's id of the event.").Resolve(c => c.Source.Id);
        Field<NonNullGraphType<InstantType>>("at").ForEveryone("When it happened.").Resolve(c => c.Source.At);
    }
}
