using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Grains;

/// <summary>What a rule says to a command: a rejection, or the events that it makes happen.</summary>
/// <param name="Rejection">Why not; null if the command is accepted.</param>
/// <param name="Events">What happens, in order; at least one if the command is accepted.</param>
internal sealed record Verdict(Rejection? Rejection, ImmutableArray<DecidedEvent> Events)
{
    public static Verdict Reject(string code, string message, string path = "") => new(new Rejection(code, message, path), []);

    public static Verdict Accept(params ImmutableArray<DecidedEvent> events) => new(null, events);
}

/// <summary>An event that a decision makes happen; who, when and its identity are added by the actor.</summary>
/// <param name="Type">The event type.</param>
/// <param name="Data">The <c>data</c> member, as UTF-8 JSON.</param>
/// <param name="Customer">The customer that it is about; null for the actor itself, if it is one.</param>
/// <param name="Vin">The vehicle that it is about; null for the actor itself, if it is one.</param>
internal sealed record DecidedEvent(string Type, byte[] Data, string? Customer, string? Vin = null)
{
    /// <summary>The number by which the dealership knows the customer, if the event is to tell it.</summary>
    public string? CustomerNumber { get; init; }

    public static DecidedEvent Of(EventPayload payload, string? customer = null, string? vin = null) =>
        new(EventCatalogue.TypeOf(payload.GetType()), MadeEvent.JsonOf(payload), customer, vin);

    public static DecidedEvent Of<T>(string type, T payload, JsonTypeInfo<T> json, string? customer = null)
        where T : EventPayload => new(type, JsonSerializer.SerializeToUtf8Bytes(payload, json), customer);
}
