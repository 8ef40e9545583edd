using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Grains.Dealerships;
using AutoCrm.Actors.Vehicles;

namespace AutoCrm.Actors.Grains;

/// <summary>
/// A stored state: everything that decides whether it may be used stands in the same record, so that one
/// compare-and-swap covers it all.
/// </summary>
internal sealed record Snapshot<TState>
    where TState : class
{
    /// <summary>The grain key of the owner; a record under another key is foreign.</summary>
    public string Key { get; init; } = string.Empty;

    /// <summary>The incarnation of the log that the offsets belong to.</summary>
    public Guid Epoch { get; init; }

    /// <summary>The version of the fold that made the state.</summary>
    public int FoldVersion { get; init; }

    /// <summary>How many events were folded.</summary>
    public long Revision { get; init; }

    /// <summary>The highest folded offset per partition.</summary>
    public ImmutableArray<Position> Applied { get; init; } = [];

    /// <summary>The state.</summary>
    public TState? State { get; init; }

    /// <summary>Whether this record is the owner's, of this log and of this fold.</summary>
    public bool IsUsableFor(string key, Guid epoch, int foldVersion) =>
        State is not null && Key == key && Epoch == epoch && FoldVersion == foldVersion && Revision > 0;
}

/// <summary>How snapshots are written in JSON.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(Snapshot<Vehicle>))]
[JsonSerializable(typeof(Snapshot<Customer>))]
[JsonSerializable(typeof(Snapshot<DealershipBook>))]
[JsonSerializable(typeof(LeadProcess))]
[JsonSerializable(typeof(QuoteProcess))]
[JsonSerializable(typeof(OrderProcess))]
[JsonSerializable(typeof(AppointmentProcess))]
[JsonSerializable(typeof(StockProcess))]
[JsonSerializable(typeof(ConflictProcess))]
internal sealed partial class SnapshotJson : JsonSerializerContext;
