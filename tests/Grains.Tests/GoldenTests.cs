using System.Text;
using System.Text.Json;
using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Dealerships;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Grains.Customers;
using AutoCrm.Actors.Grains.Dealerships;
using AutoCrm.Actors.Grains.Vehicles;
using AutoCrm.Actors.Vehicles;
using Xunit;

namespace AutoCrm.Actors.Grains.Tests;

/// <summary>
/// What stands in logs and snapshots of earlier versions stays readable: a file in Golden is written once and then
/// never changed. AUTOCRM_UPDATE_SNAPSHOTS=1 writes the missing snapshot files.
/// </summary>
public sealed class GoldenTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Golden");

    public static TheoryData<string> Types => [.. EventCatalogue.All.Select(definition => definition.Type).Order()];

    [Theory]
    [MemberData(nameof(Types))]
    public void An_event_of_every_type_is_read_and_written_as_it_was(string type)
    {
        var golden = Encoding.UTF8.GetBytes(Read(type).Trim());
        using var document = JsonDocument.Parse(golden);

        Assert.Null(EventCatalogue.Find(type)!.Schema.Check(document.RootElement, "data"));
        var payload = EventCatalogue.Read(type, golden);
        Assert.Equal(
            Encoding.UTF8.GetString(golden),
            JsonSerializer.Serialize(payload, payload.GetType(), EventJson.Default));
    }

    [Fact]
    public void A_vehicle_of_every_fold_version_is_stored_as_it_was() => Check(
        $"snapshot.vehicle.{VehicleFold.Version}",
        new Snapshot<Vehicle> { Key = "vehicle:VIN", State = History().Aggregate(new Vehicle { Vin = "VIN" }, VehicleFold.Apply), Revision = 6, FoldVersion = VehicleFold.Version, Applied = [new Position(3, 6)] });

    [Fact]
    public void A_customer_of_every_fold_version_is_stored_as_it_was() => Check(
        $"snapshot.customer.{CustomerFold.Version}",
        new Snapshot<Customer> { Key = "customer:C1", State = Customers.CustomerLife.Of(Customers.CustomerLife.Whole()), Revision = 6, FoldVersion = CustomerFold.Version, Applied = [new Position(3, 6)] });

    [Fact]
    public void A_dealership_of_every_fold_version_is_stored_as_it_was() => Check(
        $"snapshot.dealership.{DealershipFold.Version}",
        new Snapshot<Dealership> { Key = "dealership:D07", State = History().Aggregate(new Dealership { Code = "D07" }, DealershipFold.Apply), Revision = 6, FoldVersion = DealershipFold.Version, Applied = [new Position(3, 6)] });

    private static void Check<TState>(string name, Snapshot<TState> snapshot)
        where TState : class
    {
        var json = JsonSerializer.Serialize(snapshot, typeof(Snapshot<TState>), SnapshotJson.Default);
        Assert.Equal(Read(name, json).Trim(), json);
        var read = JsonSerializer.Deserialize(json, typeof(Snapshot<TState>), SnapshotJson.Default);
        Assert.Equal(json, JsonSerializer.Serialize(read, typeof(Snapshot<TState>), SnapshotJson.Default));
    }

    [Fact]
    public void A_snapshot_of_every_earlier_version_is_still_read()
    {
        foreach (var file in Directory.GetFiles(Folder, "snapshot.*.json"))
        {
            var type = Path.GetFileName(file).Split('.')[1] switch
            {
                "vehicle" => typeof(Snapshot<Vehicle>),
                "customer" => typeof(Snapshot<Customer>),
                _ => typeof(Snapshot<Dealership>),
            };
            Assert.NotNull(JsonSerializer.Deserialize(File.ReadAllText(file), type, SnapshotJson.Default));
        }
    }

    [Fact]
    public void The_history_has_every_type() => Assert.Equal(Types.Select(type => type.Data), HistoryTypes.Order());

    // A type that is new comes last, so that what the others make of the history stays as it was.
    private static readonly string[] HistoryTypes =
    [
        "autocrm.customer.registered.v1",
        "autocrm.order.placed.v1",
        "autocrm.service.completed.v1",
        "autocrm.vehicle.auctioned.v1",
        "autocrm.vehicle.delivered.v1",
        "autocrm.vehicle.odometer-read.v1",
        "autocrm.vehicle.reserved.v1",
        "autocrm.vehicle.reservation-released.v1",
    ];

    private static IEnumerable<LoggedEvent> History() => HistoryTypes.Select((type, n) => Happenings.On(
        $"2026-01-0{n + 1}T08:00:00+08:00",
        EventCatalogue.Read(type, Encoding.UTF8.GetBytes(Read(type))),
        id: $"e{n}"));

    private static string Read(string name, string? actual = null)
    {
        var file = Path.Combine(Folder, name + ".json");
        if (actual is not null && !File.Exists(file) && Environment.GetEnvironmentVariable("AUTOCRM_UPDATE_SNAPSHOTS") == "1")
        {
            File.WriteAllText(Path.Combine(Environment.GetEnvironmentVariable("AUTOCRM_ROOT")!, "tests", "Grains.Tests", "Golden", name + ".json"), actual + "\n");
            return actual;
        }

        Assert.True(File.Exists(file), $"tests/Grains.Tests/Golden/{name}.json is missing: a new type or fold version needs its golden file.");
        return File.ReadAllText(file);
    }
}
