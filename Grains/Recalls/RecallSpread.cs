using System.Collections.Immutable;
using System.Text.Json;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Recalls;
using AutoCrm.Actors.Vehicles;

namespace AutoCrm.Actors.Grains.Recalls;

/// <summary>
/// A recall campaign concerns many vehicles at once, and an event is about one. Each vehicle that is listed or fits the
/// rule gets an event of its own, whose id follows from the campaign's and the vehicle: made again, the log has it once.
/// </summary>
internal static class RecallSpread
{
    private const string Opened = "autocrm.recall.opened.v1";
    private const string Cancelled = "autocrm.recall.cancelled.v1";

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

    /// <summary>The vehicles that an opening lists.</summary>
    public static IEnumerable<string> Listed(RecallOpened recall) => recall.Vins
        .Select(text => Vin.Normalize(text, out var vin) is null ? vin : null)
        .OfType<string>()
        .Distinct(StringComparer.Ordinal);

    /// <summary>The events by which an opening reaches vehicles; it has reached the one that its own envelope names.</summary>
    public static IEnumerable<NewEvent> Opening(LoggedEvent opened, RecallOpened recall, IEnumerable<string> vins)
    {
        var data = DataOf(recall);
        return vins.Where(vin => vin != opened.Vin).Select(vin => Of(Opened, opened, vin, data));
    }

    /// <summary>The events by which the cancellation of a campaign reaches vehicles.</summary>
    public static IEnumerable<NewEvent> Cancellation(LoggedEvent cancelled, RecallCancelled recall, IEnumerable<string> vins)
    {
        var data = JsonSerializer.SerializeToUtf8Bytes(recall, EventJson.Default.RecallCancelled);
        return vins.Select(vin => Of(Cancelled, cancelled, vin, data));
    }

    private static IEnumerable<NewEvent> Of(NewEvent opened)
    {
        if (EventCatalogue.Read(opened.Type, opened.Data) is not RecallOpened { Vins.IsEmpty: false } recall)
        {
            return [];
        }

        var data = DataOf(recall);
        return Listed(recall)
            .Where(vin => vin != opened.Vin)
            .Select(vin => opened with { Source = EventSources.Derived, Id = IdOf(Opened, opened.Source, opened.Id, vin), Vin = vin, Customer = null, Data = data, Attributes = null });
    }

    private static byte[] DataOf(RecallOpened recall) =>
        JsonSerializer.SerializeToUtf8Bytes(recall with { Vins = [], Rule = null }, EventJson.Default.RecallOpened);

    private static NewEvent Of(string type, LoggedEvent campaign, string vin, byte[] data) => new()
    {
        Source = EventSources.Derived,
        Id = IdOf(type, campaign.Stamp.Source, campaign.Stamp.Id, vin),
        Type = type,
        Time = campaign.Stamp.At,
        Dealership = campaign.Dealership,
        Vin = vin,
        Data = data,
    };

    private static string IdOf(string type, string source, string id, string vin) => StableId.Of($"{type}\n{source}\n{id}\n{vin}");
}
