using System.Text.Json;
using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Grains;
using AutoCrm.Actors.Privacy;
using AutoCrm.Actors.Silo.Privacy;
using Orleans.Storage;

namespace AutoCrm.Actors.Silo.Snapshots;

/// <summary>A customer's snapshot, encrypted by the customer's key.</summary>
internal sealed record SealedSnapshot
{
    public byte[] Content { get; init; } = [];
}

/// <summary>
/// Stores the snapshots of customers encrypted; what other actors know is not personal. A snapshot that cannot be
/// decrypted, because the key was destroyed, counts as damaged: its actor folds its history.
/// </summary>
internal sealed class SealedSnapshots(IGrainStorage inner, CustomerKeys keys) : IGrainStorage
{
    /// <summary>The name of the storage that holds what is encrypted, and the snapshots of other actors.</summary>
    public const string Stored = EntityServices.SnapshotStorage + "-stored";

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (grainState is not IGrainState<Snapshot<Customer>> customer)
        {
            await inner.ReadStateAsync(stateName, grainId, grainState);
            return;
        }

        var stored = Of(customer, new SealedSnapshot());
        await inner.ReadStateAsync(stateName, grainId, stored);
        customer.State = stored.RecordExists ? await Open(grainId, stored.State!) : new Snapshot<Customer>();
        Note(customer, stored);
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (grainState is not IGrainState<Snapshot<Customer>> customer)
        {
            await inner.WriteStateAsync(stateName, grainId, grainState);
            return;
        }

        var stored = Of(customer, await Seal(grainId, customer.State!));
        await inner.WriteStateAsync(stateName, grainId, stored);
        Note(customer, stored);
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        inner.ClearStateAsync(stateName, grainId, grainState);

    // An erased customer's state holds nothing personal and needs no key; one that does not know of its erasure yet is
    // encrypted by a key that nobody has, and so is as good as not stored.
    private async Task<SealedSnapshot> Seal(GrainId grain, Snapshot<Customer> snapshot)
    {
        var id = IdOf(grain);
        var key = snapshot.State?.Party.Erased is not null ? keys.NoCustomer
            : (await keys.FindOrMake([id], CancellationToken.None))[id].Key ?? DataKey.Make();
        var json = JsonSerializer.SerializeToUtf8Bytes(snapshot, SnapshotJson.Default.SnapshotCustomer);
        return new SealedSnapshot { Content = key.Seal(json, PlaceOf(grain)) };
    }

    private async Task<Snapshot<Customer>> Open(GrainId grain, SealedSnapshot stored)
    {
        var id = IdOf(grain);
        var key = (await keys.Find([id], CancellationToken.None)).GetValueOrDefault(id)?.Key;
        var json = key?.Open(stored.Content, PlaceOf(grain)) ?? keys.NoCustomer.Open(stored.Content, PlaceOf(grain));
        try
        {
            return json is null ? new Snapshot<Customer>()
                : JsonSerializer.Deserialize(json, SnapshotJson.Default.SnapshotCustomer) ?? new Snapshot<Customer>();
        }
        catch (JsonException)
        {
            return new Snapshot<Customer>();
        }
    }

    private static GrainState<SealedSnapshot> Of<T>(IGrainState<T> state, SealedSnapshot content) =>
        new(content, state.ETag) { RecordExists = state.RecordExists };

    private static void Note<T>(IGrainState<T> state, GrainState<SealedSnapshot> stored) =>
        (state.ETag, state.RecordExists) = (stored.ETag, stored.RecordExists);

    private static string IdOf(GrainId grain) => Subject.OfKey(grain.Key.ToString()!).Id;

    private static byte[] PlaceOf(GrainId grain) => System.Text.Encoding.UTF8.GetBytes($"snapshot\n{grain.Key}");
}
