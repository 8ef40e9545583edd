using System.Collections.Immutable;

namespace AutoCrm.Actors.Events;

/// <summary>An event that passed the checks of the edge and is to be appended to the log.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.new-event")]
public sealed record NewEvent
{
    /// <summary>CloudEvents <c>source</c>, 1 to 512 units.</summary>
    [Id(0)] public required string Source { get; init; }

    /// <summary>CloudEvents <c>id</c>, 1 to 256 units. (source, id) identifies the event for ever.</summary>
    [Id(1)] public required string Id { get; init; }

    /// <summary>CloudEvents <c>type</c>, 1 to 256 units.</summary>
    [Id(2)] public required string Type { get; init; }

    /// <summary>When it happened, with the sender's offset; whole microseconds.</summary>
    [Id(3)] public required DateTimeOffset Time { get; init; }

    /// <summary>The dealership's code, from the sender's token or, for a sender of many, from the event.</summary>
    [Id(4)] public string? Dealership { get; init; }

    /// <summary>The customer's id.</summary>
    [Id(5)] public string? Customer { get; init; }

    /// <summary>The VIN, in upper case.</summary>
    [Id(6)] public string? Vin { get; init; }

    /// <summary>The <c>data</c> member as compact UTF-8 JSON; <c>{}</c> where the event has none.</summary>
    [Id(7)] public required byte[] Data { get; init; }

    /// <summary>The other attributes (extensions, subject, dataschema …) as one compact UTF-8 JSON object, or null.</summary>
    [Id(8)] public byte[]? Attributes { get; init; }
}

/// <summary>What became of one event of an append.</summary>
[GenerateSerializer, Alias("autocrm.append-status")]
public enum AppendStatus
{
    /// <summary>It is in the log now, committed.</summary>
    Appended = 0,

    /// <summary>It was in the log already; the position is the first one.</summary>
    Duplicate = 1,

    /// <summary>The log has another event with the same source and id and another body; nothing was stored.</summary>
    Conflict = 2,

    /// <summary>The database refused this event alone; nothing was stored of it.</summary>
    Refused = 3,
}

/// <summary>The result of appending one event.</summary>
/// <param name="Status">What became of it.</param>
/// <param name="Position">Where it stands; for <see cref="AppendStatus.Refused"/> without meaning.</param>
[GenerateSerializer, Immutable, Alias("autocrm.append-result")]
public readonly record struct AppendResult([property: Id(0)] AppendStatus Status, [property: Id(1)] Position Position);

/// <summary>The answer to an append: a result for each event, or the reason why nothing was taken.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.append-reply")]
public sealed record AppendReply
{
    /// <summary>One result per event, in the order of the request; empty if <see cref="Unavailable"/> is set.</summary>
    [Id(0)] public ImmutableArray<AppendResult> Results { get; init; } = [];

    /// <summary>The log epoch that the positions belong to.</summary>
    [Id(1)] public Guid Epoch { get; init; }

    /// <summary>Set if nothing was acknowledged: the caller repeats the whole request later.</summary>
    [Id(2)] public Unavailable? Unavailable { get; init; }

    /// <summary>Where events stand that the system derived from these at once, so that a reader can wait for them too.</summary>
    [Id(3)] public ImmutableArray<Position> Derived { get; init; } = [];
}

/// <summary>Why an append was not taken or its outcome is unknown. Repeating it is always safe.</summary>
/// <param name="Reason">Which of the two.</param>
/// <param name="RetryAfter">How long the caller should wait before it repeats.</param>
[GenerateSerializer, Immutable, Alias("autocrm.unavailable")]
public sealed record Unavailable(
    [property: Id(0)] UnavailableReason Reason,
    [property: Id(1)] TimeSpan RetryAfter);

/// <summary>The reasons for <see cref="Unavailable"/>.</summary>
[GenerateSerializer, Alias("autocrm.unavailable-reason")]
public enum UnavailableReason
{
    /// <summary>The queue before the log is full (HTTP 429).</summary>
    Overloaded = 0,

    /// <summary>The database does not answer (HTTP 503).</summary>
    LogDown = 1,

    /// <summary>The silo is stopping and took nothing; another one takes it at once, otherwise this one's successor soon.</summary>
    Leaving = 2,
}

/// <summary>Takes events into the log. A stateless worker: any key, conventionally 0.</summary>
[Alias("autocrm.IIntakeGrain")]
public interface IIntakeGrain : IGrainWithIntegerKey
{
    /// <summary>The most events that one call may carry.</summary>
    const int MaxEvents = 1000;

    /// <summary>Appends events; returns after the transaction that holds them has committed.</summary>
    /// <param name="events">1 to <see cref="MaxEvents"/> events that passed the checks of the edge.</param>
    /// <returns>A result for each event, or why nothing was taken.</returns>
    [Alias("Append")]
    Task<AppendReply> Append(ImmutableArray<NewEvent> events);
}
