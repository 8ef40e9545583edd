using System.Globalization;
using System.Text.Json;
using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Faults.History;

namespace AutoCrm.Actors.Faults.Workload;

/// <summary>A batch to send.</summary>
/// <param name="Events">What the checker has to know.</param>
/// <param name="Body">What goes over the wire: <c>application/cloudevents-batch+json</c>.</param>
/// <param name="Again">Whether all of it was acknowledged before.</param>
internal sealed record Batch(IReadOnlyList<SentEvent> Events, byte[] Body, bool Again);

/// <summary>
/// Makes the events of one client in one cycle, the same for the same seed: every type of the catalogue and one that
/// nobody knows, contradictions, deliberate repeats, and changed bodies under old ids.
/// </summary>
internal sealed class EventMaker(int seed, int cycle, int client)
{
    /// <summary>The dealerships of every cycle.</summary>
    public const int Dealerships = 12;

    /// <summary>Vehicles that the next cycles go on with; their histories become long, but not so long that folding them is all that is tested.</summary>
    public const int Hot = 4;

    /// <summary>Vehicles and customers of one cycle.</summary>
    public const int PerCycle = 24;

    private const int CyclesOfHot = 8;
    private const int MostRemembered = 50;
    private const int MostInBatch = 12;

    private readonly Random random = new(HashCode(seed, cycle, client));
    private readonly List<Batch> acknowledged = [];
    private int made;

    /// <summary>The VIN of a vehicle that a cycle and its neighbours go on with.</summary>
    public static string HotVin(int cycle, int n) => $"WVWZZZH{cycle / CyclesOfHot:0000}W{n:00000}";

    /// <summary>The next batch: new events mostly.</summary>
    public Batch Next()
    {
        if (acknowledged.Count > 0 && random.Next(8) == 0)
        {
            return acknowledged[random.Next(acknowledged.Count)] with { Again = true };
        }

        var lines = Enumerable.Range(0, 1 + random.Next(MostInBatch)).Select(_ => Make()).ToList();
        if (acknowledged.Count > 0 && random.Next(8) == 0)
        {
            lines.Add(Altered());
        }

        return new Batch(
            lines.ConvertAll(line => line.Sent), JsonSerializer.SerializeToUtf8Bytes(lines.ConvertAll(line => line.Body)), Again: false);
    }

    /// <summary>Remembers a batch as acknowledged; a later one may repeat it.</summary>
    public void Remember(Batch batch)
    {
        if (!batch.Again && batch.Events.All(e => !e.Altered))
        {
            acknowledged.Add(batch);
            if (acknowledged.Count > MostRemembered)
            {
                acknowledged.RemoveAt(0);
            }
        }
    }

    // System.HashCode differs from process to process, and a seed must not.
    private static int HashCode(int seed, int cycle, int client) => unchecked((((seed * 397) + cycle) * 7919) + client);

    private (SentEvent Sent, JsonElement Body) Make()
    {
        var (type, data, aboutVehicle, aboutCustomer) = Content();
        var n = ++made;
        return Complete(type, data, new SentEvent(
            $"/faults/{client}",
            $"{cycle}-{client}-{n}",
            $"D{random.Next(Dealerships):00}",
            aboutCustomer ? Customer() : null,
            aboutVehicle ? Vin() : null,
            JsonSerializer.Serialize(data)));
    }

    private (string Type, object Data, bool AboutVehicle, bool AboutCustomer) Content()
    {
        var (number, odometer) = (random.Next(1_000_000), new { value = random.Next(1, 300_000), unit = random.Next(3) == 0 ? "mi" : "km" });
        var price = new { amount = random.Next(1_000, 90_000) + 0.25m, currency = random.Next(2) == 0 ? "EUR" : "USD" };
        return random.Next(7) switch
        {
            0 => ("autocrm.customer.registered.v1", new { name = $"Name {number}", phones = new[] { Phone() } }, false, true),
            1 => ("autocrm.order.placed.v1", new { orderId = $"O{number % 50}", make = "Make", model = $"M{number % 9}", amount = price }, false, true),
            2 => ("autocrm.vehicle.delivered.v1", new { price, odometer, orderId = $"O{number % 50}", make = "Make", modelYear = 2000 + (number % 26) }, true, true),
            3 => ("autocrm.vehicle.auctioned.v1", new { price, odometer, make = $"Make{number % 5}", model = $"M{number % 9}", color = "red" }, true, false),
            4 => ("autocrm.vehicle.odometer-read.v1", new { odometer }, true, false),
            5 => ("autocrm.service.completed.v1", new { repairOrder = $"R{number}", odometer, amount = price, lines = new[] { new { operation = "oil" } } }, true, true),
            _ => ("example.vehicle.washed.v1", (object)new { program = number }, true, false),
        };
    }

    // Nobody else's: people of one name and number would be found to be one customer.
    private string Phone() => string.Create(CultureInfo.InvariantCulture, $"+49 {cycle:0000}{client:00}{made:000000}");

    // The id of an acknowledged event with another body.
    private (SentEvent Sent, JsonElement Body) Altered()
    {
        var batch = acknowledged[random.Next(acknowledged.Count)];
        var old = batch.Events[random.Next(batch.Events.Count)];
        var data = new { odometer = new { value = random.Next(1, 300_000), unit = "km" }, altered = true };
        return Complete(
            "autocrm.vehicle.odometer-read.v1", data, old with { Vin = HotVin(cycle, 0), Customer = null, Data = JsonSerializer.Serialize(data), Altered = true });
    }

    private (SentEvent Sent, JsonElement Body) Complete(string type, object data, SentEvent sent)
    {
        var time = new DateTimeOffset(2026, 1, 1, 8, 0, 0, TimeSpan.FromHours(random.Next(-8, 9))).AddMinutes(random.Next(400_000));
        var body = JsonSerializer.SerializeToElement(new Dictionary<string, object?>
        {
            ["specversion"] = "1.0",
            ["id"] = sent.Id,
            ["source"] = sent.Source,
            ["type"] = type,
            ["time"] = time.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture),
            ["dealership"] = sent.Dealership,
            ["datacontenttype"] = "application/json",
            ["data"] = data,
        }.Concat(Optional(sent)).ToDictionary());
        return (sent, body);
    }

    private static IEnumerable<KeyValuePair<string, object?>> Optional(SentEvent sent)
    {
        if (sent.Customer is { } customer)
        {
            yield return new("customer", customer);
        }

        if (sent.Vin is { } vin)
        {
            yield return new("vin", vin);
        }
    }

    private string Vin() => random.Next(4) == 0 ? HotVin(cycle, random.Next(Hot)) : $"WVWZZZ{cycle:00000}W{random.Next(PerCycle):00000}";

    // Every dealership deals with every customer: they are named by ids.
    private string Customer() => CustomerIds.Of("group", random.Next(4) == 0 ? $"hot{cycle / CyclesOfHot}-{random.Next(Hot)}" : $"c{cycle}-{random.Next(PerCycle)}");
}
