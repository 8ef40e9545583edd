using System.Collections.Immutable;
using System.Text.Json;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Recalls;
using AutoCrm.Actors.Vehicles;

namespace AutoCrm.Actors.Grains.Recalls;

/// <summary>
/// A recall campaign is opened for many vehicles at once, and an event is about one. Each vehicle that is listed gets an
/// event of its own, whose id follows from the opening and the vehicle: made again, the log has it once.
/// </summary>
internal static class RecallSpread
{
    private const string Opened = "autocrm.recall.opened.v1";

    /// <summary>The events for the vehicles that the accepted openings list.</summary>
    public static ImmutableArray<NewEvent> Of(ImmutableArray<NewEvent> events, ImmutableArray<AppendResult> results)
    {
        ImmutableArray<NewEvent>.Builder? spread = null;
        for (var n = 0; n < events.Length; n++)
        {
            if (events[n].Type == Opened && events[n].Source != EventSources.Derived
                && results[n].Status is AppendStatus.Appended or AppendStatus.Duplicate)
            {
                (spread ??= ImmutableArray.CreateBuilder<NewEvent>()).AddRange(Of(events[n]));
            }
        }

        return spread?.DrainToImmutable() ?? [];
    }

    private static IEnumerable<NewEvent> Of(NewEvent opened)
    {
        if (EventCatalogue.Read(opened.Type, opened.Data) is not RecallOpened { Vins.IsEmpty: false } recall)
        {
            return [];
        }

        var data = JsonSerializer.SerializeToUtf8Bytes(recall with { Vins = [], Rule = null }, EventJson.Default.RecallOpened);
        return recall.Vins
            .Select(text => Vin.Normalize(text, out var vin) is null ? vin : null)
            .OfType<string>()
            .Where(vin => vin != opened.Vin)
            .Distinct(StringComparer.Ordinal)
            .Select(vin => opened with { Source = EventSources.Derived, Id = IdOf(opened, vin), Vin = vin, Customer = null, Data = data, Attributes = null });
    }

    private static string IdOf(NewEvent opened, string vin) => StableId.Of($"{Opened}\n{opened.Source}\n{opened.Id}\n{vin}");
}
