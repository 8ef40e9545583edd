using System.Collections.Frozen;
using System.Text.Json;
using AutoCrm.Actors.Api.Auth;
using AutoCrm.Actors.Api.ReadModels;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Api.Graph.Events;

/// <summary>How much of an event's data a caller sees. What the catalogue does not know counts as personal.</summary>
internal static class TimelineMask
{
    /// <summary>What is about the vehicle and the work, and not about people or money.</summary>
    private static readonly FrozenSet<string> Technical = FrozenSet.ToFrozenSet(
        ["odometer", "make", "model", "modelYear", "trim", "color", "repairOrder", "condition"], StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, FrozenSet<string>> Impersonal = EventCatalogue.All.ToFrozenDictionary(
        definition => definition.Type,
        definition => definition.Schema.Members.Where(member => !member.IsPersonal).Select(member => member.Name).ToFrozenSet(StringComparer.Ordinal),
        StringComparer.Ordinal);

    public static JsonElement Show(TimelineRow row, Caller caller)
    {
        var data = JsonElement.Parse(row.Data);
        return caller.MayActFor(row.Dealership)
            ? caller.CanReadPersonalData ? data : Only(data, Impersonal.GetValueOrDefault(row.Type, Technical))
            : Only(data, Technical);
    }

    private static JsonElement Only(JsonElement data, FrozenSet<string> members) => data.ValueKind == JsonValueKind.Object
        ? JsonSerializer.SerializeToElement(data.EnumerateObject()
            .Where(member => members.Contains(member.Name))
            .DistinctBy(member => member.Name)
            .ToDictionary(member => member.Name, member => member.Value))
        : JsonElement.Parse("{}"u8);
}
