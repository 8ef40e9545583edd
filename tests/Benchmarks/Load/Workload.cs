using System.Text.Unicode;

namespace AutoCrm.Actors.Benchmarks.Load;

/// <summary>One request of the generator, ready to be sent.</summary>
/// <param name="Bytes">One event a line, or one event alone.</param>
/// <param name="Events">How many events there are.</param>
/// <param name="IsSingle">Whether it is one event alone, as a system sends it that reports each event at once.</param>
internal sealed record EventBody(ReadOnlyMemory<byte> Bytes, int Events, bool IsSingle = false);

/// <summary>
/// The events of an ordinary day, each about a dealership, a customer and a vehicle: 95 % at the vehicle's home
/// dealership, 90 % with its usual customer; odometers only rise. A customer's home names it by its own number.
/// </summary>
/// <param name="population">Whom they are about.</param>
/// <param name="numbers">Numbers them.</param>
/// <param name="seed">Makes the choice repeatable.</param>
/// <param name="loyal">Whether every vehicle has its usual customer only, so that a pass over the vehicles meets every actor once.</param>
internal sealed class Workload(Population population, EventNumbers numbers, int seed, bool loyal = false)
{
    private const int MaxEventBytes = 1024;
    private readonly Random random = new(seed);
    private readonly int[] readings = new int[population.Vehicles];

    /// <summary>Requests that together hold a number of events about random vehicles.</summary>
    public IEnumerable<EventBody> Random(int events, int batch) => Bodies(events, batch, _ => random.Next(population.Vehicles));

    /// <summary>Requests with one event about each of some vehicles, in order: with as many customers every actor is met once.</summary>
    public IEnumerable<EventBody> Each(int from, int count, int batch) => Bodies(count, batch, n => from + n);

    /// <summary>One event with a reading of the odometer.</summary>
    /// <returns>The event, and the kilometres it reports.</returns>
    public (EventBody Body, int Km) Reading(int vehicle)
    {
        var buffer = new byte[MaxEventBytes];
        var length = Write(buffer, vehicle, kind: 10);
        return (new EventBody(buffer.AsMemory(0, length - 1), 1, IsSingle: true), Km(vehicle));
    }

    private IEnumerable<EventBody> Bodies(int events, int batch, Func<int, int> vehicleOf)
    {
        var buffer = new byte[batch * MaxEventBytes];
        for (var done = 0; done < events;)
        {
            var count = Math.Min(batch, events - done);
            var length = 0;
            for (var i = 0; i < count; i++)
            {
                length += Write(buffer.AsSpan(length), vehicleOf(done + i), random.Next(20));
            }

            yield return new EventBody(buffer.AsSpan(0, length).ToArray(), count);
            done += count;
        }
    }

    private int Km(int vehicle) => 1_000 + (readings[vehicle] * 7);

    private int Write(Span<byte> to, int vehicle, int kind)
    {
        var number = numbers.Next();
        var home = vehicle % population.Dealerships;
        var reporter = random.Next(20) == 0 ? random.Next(population.Dealerships) : home;
        var dealership = Population.Dealership(reporter);
        var usual = vehicle % population.Customers;
        var customer = loyal || random.Next(10) > 0 ? usual : random.Next(population.Customers);
        var reference = population.HomeOf(customer) == reporter ? population.NumberOf(customer) : population.IdOf(customer);
        readings[vehicle]++;
        Utf8.TryWrite(
            to,
            $$"""{"specversion":"1.0","id":"{{numbers.Run}}-{{number:D9}}","source":"/dealers/{{dealership}}/dms","type":"{{TypeOf(kind)}}","time":"{{numbers.TimeOf(number):yyyy-MM-dd'T'HH:mm:ss.fff'Z'}}","dealership":"{{dealership}}","customer":"{{reference}}","vin":"{{population.Vin(vehicle)}}","datacontenttype":"application/json","data":""",
            out var head);
        var data = WriteData(to[head..], vehicle, kind, number);
        "}\n"u8.CopyTo(to[(head + data)..]);
        return head + data + 2;
    }

    private static string TypeOf(int kind) => kind switch
    {
        < 8 => "autocrm.service.completed.v1",
        < 14 => "autocrm.vehicle.odometer-read.v1",
        < 17 => "autocrm.order.placed.v1",
        < 19 => "autocrm.vehicle.delivered.v1",
        _ => "autocrm.customer.registered.v1",
    };

    private int WriteData(Span<byte> to, int vehicle, int kind, long number)
    {
        var km = Km(vehicle);
        var amount = 100 + (number % 900);
        int written;
        _ = kind switch
        {
            < 8 => Utf8.TryWrite(to, $$$"""{"repairOrder":"RO-{{{number}}}","odometer":{"value":{{{km}}},"unit":"km"},"amount":{"amount":{{{amount}}}.90,"currency":"EUR"},"lines":[{"operation":"oil and filter change","payType":"customer","amount":{"amount":{{{amount}}}.90,"currency":"EUR"}}]}""", out written),
            < 14 => Utf8.TryWrite(to, $$$"""{"odometer":{"value":{{{km}}},"unit":"km"}}""", out written),
            < 17 => Utf8.TryWrite(to, $$$"""{"orderId":"O-{{{number}}}","make":"Volkswagen","model":"ID.{{{number % 7}}}","amount":{"amount":{{{30_000 + amount}}},"currency":"EUR"}}""", out written),
            < 19 => Utf8.TryWrite(to, $$$"""{"price":{"amount":{{{30_000 + amount}}},"currency":"EUR"},"odometer":{"value":{{{km}}},"unit":"km"},"orderId":"O-{{{number}}}","make":"Volkswagen","model":"ID.{{{number % 7}}}","modelYear":2025}""", out written),
            _ => Utf8.TryWrite(to, $$$"""{"name":"Customer {{{number}}}","phones":["+49 30 {{{number:D8}}}"],"emails":["c{{{number}}}@example.com"]}""", out written),
        };
        return written;
    }
}
