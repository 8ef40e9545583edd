using System.Text.Json.Serialization;

namespace AutoCrm.Actors.Faults.History;

/// <summary>One line of the recorded history. <see cref="Seq"/> is the order in which the harness saw things happen.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "entry")]
[JsonDerivedType(typeof(Sending), "sending")]
[JsonDerivedType(typeof(Acknowledged), "acknowledged")]
[JsonDerivedType(typeof(Unknown), "unknown")]
[JsonDerivedType(typeof(GaveUp), "gave-up")]
[JsonDerivedType(typeof(Reading), "reading")]
[JsonDerivedType(typeof(Seen), "seen")]
[JsonDerivedType(typeof(Missed), "missed")]
[JsonDerivedType(typeof(Disturbed), "disturbed")]
internal abstract record Entry
{
    /// <summary>The place in the history; given by the recorder.</summary>
    public long Seq { get; init; }

    /// <summary>Milliseconds since the run began.</summary>
    public long Ms { get; init; }
}

/// <summary>An event as a client sent it.</summary>
/// <param name="Source">CloudEvents source.</param>
/// <param name="Id">CloudEvents id.</param>
/// <param name="Dealership">The dealership; decides the partition.</param>
/// <param name="Customer">The customer, if any.</param>
/// <param name="Vin">The vehicle, if any.</param>
/// <param name="Data">The data member as it was sent.</param>
/// <param name="Altered">Whether the id was taken from an acknowledged event and the body changed: it must be refused.</param>
internal sealed record SentEvent(
    string Source, string Id, string Dealership, string? Customer, string? Vin, string Data, bool Altered = false)
{
    /// <summary>The identity for ever.</summary>
    [JsonIgnore]
    public (string Source, string Id) Key => (Source, Id);
}

/// <summary>A client sends a batch. A retry is another attempt of the same operation.</summary>
/// <param name="Op">The operation.</param>
/// <param name="Client">Who.</param>
/// <param name="Attempt">1, then one more for each retry.</param>
/// <param name="Again">Whether the whole batch was acknowledged before, and is repeated on purpose.</param>
/// <param name="Events">What.</param>
internal sealed record Sending(long Op, int Client, int Attempt, bool Again, IReadOnlyList<SentEvent> Events) : Entry;

/// <summary>The batch was acknowledged.</summary>
/// <param name="Op">The operation.</param>
/// <param name="Accepted">Counted as new.</param>
/// <param name="Duplicates">Counted as repeated.</param>
/// <param name="Rejected">The codes of rejected items by their index.</param>
/// <param name="Position">The position token.</param>
internal sealed record Acknowledged(
    long Op, int Accepted, int Duplicates, IReadOnlyDictionary<int, string> Rejected, string Position) : Entry;

/// <summary>No acknowledgement: the outcome is unknown.</summary>
internal sealed record Unknown(long Op, string Reason) : Entry;

/// <summary>The client stopped retrying, long after the last fault.</summary>
internal sealed record GaveUp(long Op) : Entry;

/// <summary>A client asks for the state of an actor.</summary>
/// <param name="Op">The operation.</param>
/// <param name="Client">Who.</param>
/// <param name="Subject">The actor's key.</param>
/// <param name="AtLeast">The position token that the answer must reach, or null.</param>
internal sealed record Reading(long Op, int Client, string Subject, string? AtLeast) : Entry;

/// <summary>Where something was seen.</summary>
internal enum SeenIn
{
    /// <summary>The actor's live state.</summary>
    Actor,

    /// <summary>A row of the read model.</summary>
    Row,

    /// <summary>A subscription.</summary>
    Push,
}

/// <summary>A client saw a state.</summary>
/// <param name="Op">The operation; for rows of a list the same for all, for a subscription its connection.</param>
/// <param name="Client">Who.</param>
/// <param name="Where">Where.</param>
/// <param name="Subject">The actor's key.</param>
/// <param name="Revision">Its revision; 0 if nothing was known.</param>
/// <param name="Position">Its position token, where the answer has one.</param>
internal sealed record Seen(long Op, int Client, SeenIn Where, string Subject, long Revision, string? Position) : Entry;

/// <summary>A read got no answer.</summary>
internal sealed record Missed(long Op, string Reason) : Entry;

/// <summary>The nemesis did something.</summary>
internal sealed record Disturbed(string What) : Entry;
