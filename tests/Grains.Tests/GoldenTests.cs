using System.Text;
using System.Text.Json;
using AutoCrm.Actors.Customers;
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

    public static TheoryData<string> Examples => [.. Directory.GetFiles(Folder, "autocrm.*.json").Select(file => Path.GetFileNameWithoutExtension(file)).Order()];

    [Theory]
    [MemberData(nameof(Examples))]
    public void An_event_of_every_type_is_read_and_written_as_it_was(string name)
    {
        var type = TypeOf(name);
        var golden = Encoding.UTF8.GetBytes(Read(name).Trim());
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
        new Snapshot<DealershipBook> { Key = "dealership:D07", State = History().Aggregate(new DealershipBook { Code = "D07" }, DealershipFold.Apply), Revision = 6, FoldVersion = DealershipFold.Version, Applied = [new Position(3, 6)] });

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
                _ => typeof(Snapshot<DealershipBook>),
            };
            Assert.NotNull(JsonSerializer.Deserialize(File.ReadAllText(file), type, SnapshotJson.Default));
        }
    }

    [Fact]
    public void The_history_has_every_type() => Assert.Equal(Types.Select(type => type.Data), HistoryTypes.Order());

    /// <summary>Where a type has got members since its file was written, the file with the highest number has them all.</summary>
    [Theory]
    [MemberData(nameof(Types))]
    public void The_latest_golden_file_of_a_type_has_every_member(string type)
    {
        using var document = JsonDocument.Parse(LatestOf(type));
        HasAll(EventCatalogue.Find(type)!.Schema, document.RootElement);

        static void HasAll(PayloadSchema schema, JsonElement json)
        {
            Assert.Equal(schema.Members.Select(member => member.Name), json.EnumerateObject().Select(member => member.Name));
            foreach (var member in schema.Members.Where(member => member is { Nested: not null, IsList: false }))
            {
                HasAll(member.Nested!, json.GetProperty(member.Name));
            }
        }
    }

    /// <summary>An event of a type, with every member.</summary>
    internal static string LatestOf(string type) => Read(Examples.Select(name => name.Data).Last(name => TypeOf(name) == type)).Trim();

    private static string TypeOf(string name) => name[(name.LastIndexOf('.') + 1)..].All(char.IsAsciiDigit) ? name[..name.LastIndexOf('.')] : name;

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
        "autocrm.customer.profile-changed.v1",
        "autocrm.customer.identified.v1",
        "autocrm.customer.merged.v1",
        "autocrm.customer.unmerged.v1",
        "autocrm.customer.consent-given.v1",
        "autocrm.customer.consent-withdrawn.v1",
        "autocrm.customer.interaction-logged.v1",
        "autocrm.customer.deceased.v1",
        "autocrm.customer.erased.v1",
        "autocrm.customer.stage-changed.v1",
        "autocrm.customer.duplicate-suspected.v1",
        "autocrm.lead.received.v1",
        "autocrm.lead.assigned.v1",
        "autocrm.lead.contacted.v1",
        "autocrm.lead.qualified.v1",
        "autocrm.lead.appointment-made.v1",
        "autocrm.lead.lost.v1",
        "autocrm.lead.recycled.v1",
        "autocrm.lead.converted.v1",
        "autocrm.lead.overdue.v1",
        "autocrm.test-drive.booked.v1",
        "autocrm.test-drive.completed.v1",
        "autocrm.test-drive.cancelled.v1",
        "autocrm.quote.issued.v1",
        "autocrm.order.confirmed.v1",
        "autocrm.order.changed.v1",
        "autocrm.order.cancelled.v1",
        "autocrm.order.financing-approved.v1",
        "autocrm.order.financing-declined.v1",
        "autocrm.order.contract-signed.v1",
        "autocrm.order.contract-ending.v1",
        "autocrm.vehicle.allocated.v1",
        "autocrm.vehicle.trade-in-appraised.v1",
        "autocrm.vehicle.traded-in.v1",
        "autocrm.vehicle.delivery-reported.v1",
        "autocrm.vehicle.delivery-accepted.v1",
        "autocrm.vehicle.delivery-rejected.v1",
        "autocrm.vehicle.sale-reversed.v1",
        "autocrm.vehicle.planned.v1",
        "autocrm.vehicle.ordered.v1",
        "autocrm.vehicle.production-started.v1",
        "autocrm.vehicle.built.v1",
        "autocrm.vehicle.shipped.v1",
        "autocrm.vehicle.arrived.v1",
        "autocrm.vehicle.inspected.v1",
        "autocrm.vehicle.received.v1",
        "autocrm.vehicle.made-available.v1",
        "autocrm.vehicle.transferred.v1",
        "autocrm.vehicle.reservation-expired.v1",
        "autocrm.vehicle.held.v1",
        "autocrm.vehicle.hold-released.v1",
        "autocrm.vehicle.damaged.v1",
        "autocrm.vehicle.repaired.v1",
        "autocrm.vehicle.exported.v1",
        "autocrm.vehicle.scrapped.v1",
        "autocrm.vehicle.written-off.v1",
        "autocrm.vehicle.stolen.v1",
        "autocrm.vehicle.recovered.v1",
        "autocrm.vehicle.ownership-registered.v1",
        "autocrm.vehicle.ownership-ended.v1",
        "autocrm.vehicle.state-changed.v1",
        "autocrm.service.booked.v1",
        "autocrm.service.confirmed.v1",
        "autocrm.service.rescheduled.v1",
        "autocrm.service.no-show.v1",
        "autocrm.service.cancelled.v1",
        "autocrm.service.checked-in.v1",
        "autocrm.service.due.v1",
        "autocrm.vehicle.fault-observed.v1",
        "autocrm.vehicle.breakdown-reported.v1",
        "autocrm.service.estimate-given.v1",
        "autocrm.service.estimate-approved.v1",
        "autocrm.service.estimate-declined.v1",
        "autocrm.service.work-declined.v1",
        "autocrm.service.milestone-reached.v1",
        "autocrm.service.parts-backordered.v1",
        "autocrm.service.ready-for-pickup.v1",
        "autocrm.service.closed.v1",
        "autocrm.vehicle.warranty-started.v1",
        "autocrm.vehicle.warranty-voided.v1",
        "autocrm.vehicle.warranty-claimed.v1",
        "autocrm.vehicle.warranty-settled.v1",
        "autocrm.vehicle.maintenance-plan-set.v1",
        "autocrm.vehicle.warranty-ending.v1",
        "autocrm.recall.opened.v1",
        "autocrm.recall.vehicle-notified.v1",
        "autocrm.recall.remedied.v1",
        "autocrm.recall.cannot-complete.v1",
        "autocrm.recall.cancelled.v1",
        "autocrm.case.opened.v1",
        "autocrm.case.assigned.v1",
        "autocrm.case.responded.v1",
        "autocrm.case.escalated.v1",
        "autocrm.case.resolved.v1",
        "autocrm.case.reopened.v1",
        "autocrm.case.closed.v1",
        "autocrm.case.overdue.v1",
        "autocrm.survey.answered.v1",
        "autocrm.conflict.detected.v1",
        "autocrm.conflict.resolved.v1",
        "autocrm.dealership.registered.v1",
        "autocrm.dealership.profile-changed.v1",
        "autocrm.order.overdue.v1",
        "autocrm.customer.alias-added.v1",
        "autocrm.customer.alias-removed.v1",
    ];

    private static IEnumerable<LoggedEvent> History() => HistoryTypes.Select((type, n) => Happenings.On(
        new DateTimeOffset(2026, 1, 1, 8, 0, 0, TimeSpan.FromHours(8)).AddDays(n).ToString("O"),
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
