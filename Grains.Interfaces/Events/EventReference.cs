using System.Reflection;

namespace AutoCrm.Actors.Events;

/// <summary>Names an event that decided something: which it is, of what type, and who reported it.</summary>
/// <param name="By">The event.</param>
/// <param name="Type">Its type, for example <c>autocrm.order.placed.v1</c>.</param>
/// <param name="Dealership">The dealership that reported it; null for a source without a dealership.</param>
[GenerateSerializer, Immutable, Alias("autocrm.event-reference")]
public sealed record EventReference(
    [property: Id(0)] EventStamp By,
    [property: Id(1)] string Type,
    [property: Id(2)] string? Dealership)
{
    /// <summary>Names an event by the record of its payload.</summary>
    /// <typeparam name="TPayload">The record.</typeparam>
    /// <param name="by">The event.</param>
    /// <param name="dealership">The dealership that reported it.</param>
    /// <returns>The reference.</returns>
    public static EventReference To<TPayload>(EventStamp by, string? dealership)
        where TPayload : EventPayload => new(by, TypeOf<TPayload>.Name, dealership);

    private static class TypeOf<TPayload>
    {
        public static readonly string Name = typeof(TPayload).GetCustomAttribute<AliasAttribute>(inherit: false)!.Alias;
    }
}
