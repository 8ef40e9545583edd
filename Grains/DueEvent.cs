using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Grains;

/// <summary>
/// An event that an actor derives when its time has come. Everything in it follows from its cause, so that whoever
/// derives it again, at another time or in another silo, derives the same event, and the log has it once.
/// </summary>
/// <param name="Type">The event type.</param>
/// <param name="Cause">What it comes from, unique for the type within the actor; hashed into the event's id.</param>
/// <param name="At">When it came due, and no earlier than its cause; never the time at which that was noticed.</param>
/// <param name="Data">The <c>data</c> member, as UTF-8 JSON.</param>
internal sealed record DueEvent(string Type, string Cause, DateTimeOffset At, byte[] Data)
{
    /// <summary>The customer that it is about.</summary>
    public string? Customer { get; init; }

    /// <summary>The vehicle that it is about.</summary>
    public string? Vin { get; init; }

    /// <summary>The dealership that it is about.</summary>
    public string? Dealership { get; init; }

    public static DueEvent Of<T>(string type, string cause, DateTimeOffset at, T payload, JsonTypeInfo<T> json)
        where T : EventPayload => new(type, cause, at, JsonSerializer.SerializeToUtf8Bytes(payload, json));

    /// <summary>The event for the log; the actor itself is one of its subjects.</summary>
    public NewEvent Of(Subject actor) => new()
    {
        Source = EventSources.Derived,
        Id = StableId.Of($"{Type}\n{actor.Key}\n{Cause}"),
        Type = Type,
        Time = EventTime.Cut(At),
        Dealership = actor.Kind == SubjectKind.Dealership ? actor.Id : Dealership,
        Customer = actor.Kind == SubjectKind.Customer ? actor.Id : Customer,
        Vin = actor.Kind == SubjectKind.Vehicle ? actor.Id : Vin,
        Data = Data,
    };
}
