using AutoCrm.Actors.Grains;
using AutoCrm.Actors.Vehicles;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;
using Xunit;

namespace AutoCrm.Actors.Silo.Tests.Snapshots;

/// <summary>The storage provider on our SQL.</summary>
public sealed class SnapshotStorageTests(SiloFixture silo)
{
    private IGrainStorage Storage => silo.Services.GetRequiredKeyedService<IGrainStorage>(EntityServices.SnapshotStorage);

    [Fact]
    public async Task Keys_that_look_like_the_same_number_never_share_a_record()
    {
        // Without the prefix the provider reads these as numbers and GUIDs, and stores them under one key.
        string[] ids = ["123", "0123", "00000000000000000000123", "AB1", "ab1", "00ab1", "1+x", "01+x", "6f9619ff8b86d011b42d00cf4fc964ff", "6F9619FF8B86D011B42D00CF4FC964FF"];
        foreach (var id in ids)
        {
            await Storage.WriteStateAsync("vehicle", GrainOf(id), new GrainState<Snapshot<Vehicle>> { State = Of(id) });
        }

        foreach (var id in ids)
        {
            var read = new GrainState<Snapshot<Vehicle>>();
            await Storage.ReadStateAsync("vehicle", GrainOf(id), read);
            Assert.Equal(id, read.State?.State?.Vin);
        }
    }

    [Fact]
    public async Task Of_many_first_writes_at_once_one_wins_and_the_others_are_told()
    {
        var id = Guid.NewGuid().ToString();
        var writes = await Task.WhenAll(Enumerable.Range(0, 64).Select(async _ =>
        {
            try
            {
                await Storage.WriteStateAsync("vehicle", GrainOf(id), new GrainState<Snapshot<Vehicle>> { State = Of(id) });
                return true;
            }
            catch (InconsistentStateException)
            {
                return false;
            }
        }));

        Assert.Equal(1, writes.Count(won => won));
        Assert.Equal(1, await silo.Scalar<long>("SELECT count(*) FROM orleansstorage WHERE grainidextensionstring = $1", "customer:" + id));
    }

    [Fact]
    public async Task An_outdated_version_is_refused_and_a_cleared_record_keeps_counting()
    {
        var id = Guid.NewGuid().ToString();
        var current = new GrainState<Snapshot<Vehicle>> { State = Of(id) };
        await Storage.WriteStateAsync("vehicle", GrainOf(id), current);
        var outdated = new GrainState<Snapshot<Vehicle>> { State = Of(id), ETag = current.ETag, RecordExists = true };
        await Storage.WriteStateAsync("vehicle", GrainOf(id), current);

        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage.WriteStateAsync("vehicle", GrainOf(id), outdated));
        await Storage.ClearStateAsync("vehicle", GrainOf(id), current);
        var cleared = new GrainState<Snapshot<Vehicle>>();
        await Storage.ReadStateAsync("vehicle", GrainOf(id), cleared);
        Assert.False(cleared.RecordExists);
        Assert.Equal("3", cleared.ETag);
    }

    private static GrainId GrainOf(string id) => GrainId.Create("vehicle", Subject.Customer(id).Key);

    private static Snapshot<Vehicle> Of(string id) => new() { Key = id, Revision = 1, State = new Vehicle { Vin = id } };
}
