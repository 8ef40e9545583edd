using System.Collections.Immutable;
using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Grains.Customers;

/// <summary>
/// A merge is about two customers, and an event is about one. The other one gets an event of its own, by which it finds
/// its aliases and by which its followers hear of it. The id follows from the merge: made again, the log has it once.
/// </summary>
internal static class LinkSpread
{
    private static readonly string Merged = EventCatalogue.TypeOf(typeof(CustomerMerged));
    private static readonly string Unmerged = EventCatalogue.TypeOf(typeof(CustomerUnmerged));

    /// <summary>The events for the other customers of the accepted merges and un-merges.</summary>
    public static ImmutableArray<NewEvent> Of(ImmutableArray<NewEvent> events, ImmutableArray<AppendResult> results)
    {
        ImmutableArray<NewEvent>.Builder? spread = null;
        for (var n = 0; n < events.Length; n++)
        {
            var reported = events[n];
            if (reported.Customer is { } customer && results[n].Status is AppendStatus.Appended or AppendStatus.Duplicate
                && (reported.Type == Merged || reported.Type == Unmerged))
            {
                if (Counterpart(reported, customer) is { } counterpart)
                {
                    (spread ??= ImmutableArray.CreateBuilder<NewEvent>()).Add(counterpart);
                }
            }
        }

        return spread?.DrainToImmutable() ?? [];
    }

    private static NewEvent? Counterpart(NewEvent reported, string customer) =>
        CustomerLink.Counterpart(EventCatalogue.Read(reported.Type, reported.Data), customer) is { } told && told.Other != customer
            ? Counterpart(reported, told.Other, told.Payload)
            : null;

    private static NewEvent Counterpart(NewEvent reported, string other, EventPayload payload) => reported with
    {
        Source = EventSources.Derived,
        Id = StableId.Of($"{reported.Type}\n{reported.Source}\n{reported.Id}"),
        Type = EventCatalogue.TypeOf(payload.GetType()),
        Dealership = null,
        Customer = other,
        Vin = null,
        Data = MadeEvent.JsonOf(payload),
        Attributes = null,
    };
}
