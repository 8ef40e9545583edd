using System.Text.Unicode;

namespace AutoCrm.Actors.Benchmarks.Load;

/// <summary>One request of the generator, ready to be sent.</summary>
/// <param name="Bytes">One event a line, or one event alone.</param>
/// <param name="Events">How many events there are.</param>
/// <param name="IsSingle">Whether it is one event alone, as a system sends it that reports each event at once.</param>
internal sealed record EventBody(ReadOnlyMemory<byte> Bytes, int Events, bool IsSingle = false)
{
    /// <summary>How many of the events were sent before.</summary>
    public int Repeats { get; init; }

    /// <summary>How many people and cars of a simulation they are about of whom nobody has heard before.</summary>
    public int Unheard { get; init; }
}

/// <summary>
/// The events of an ordinary day, each about a dealership, a customer and a vehicle: 95 % at the vehicle's home
/// dealership, 90 % with its usual customer; odometers only rise. A customer's home names it by its own number. A vehicle
/// is ordered, its order amended, delivered, the delivery reported again with corrections, and traded in, all by one
/// dealership and one customer; then it is ordered again.
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
    private readonly Trade[] trades = new Trade[population.Vehicles];

    /// <summary>Requests that together hold a number of events about random vehicles.</summary>
    public IEnumerable<EventBody> Random(int events, int batch) => Bodies(events, batch, _ => random.Next(population.Vehicles));

    /// <summary>Requests with one event about each of some vehicles, in order: with as many customers every actor is met once.</summary>
    public IEnumerable<EventBody> Each(int from, int count, int batch) => Bodies(count, batch, n => from + n);

    /// <summary>One event with a reading of the odometer.</summary>
    /// <returns>The event, and the kilometres it reports.</returns>
    public (EventBody Body, int Km) Reading(int vehicle)
    {
        var buffer = new byte[MaxEventBytes];
        var length = Write(buffer, vehicle, Kind.Reading);
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
                length += Write(buffer.AsSpan(length), vehicleOf(done + i), KindOf(random.Next(20)));
            }

            yield return new EventBody(buffer.AsSpan(0, length).ToArray(), count);
            done += count;
        }
    }

    private int Km(int vehicle) => 1_000 + (readings[vehicle] * 7);

    private int Write(Span<byte> to, int vehicle, Kind kind)
    {
        var number = numbers.Next();
        var (reporter, customer) = (ReporterOf(vehicle), CustomerOf(vehicle));
        if (kind == Kind.Trade)
        {
            ref var trade = ref trades[vehicle];
            if (trade.IsOver)
            {
                (trade.Order, trade.Reporter, trade.Customer) = (number, reporter, customer);
            }

            kind = trade.Next();
            (reporter, customer) = (trade.Reporter, trade.Customer);
        }

        var dealership = Population.Dealership(reporter);
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

    private int ReporterOf(int vehicle) => random.Next(20) == 0 ? random.Next(population.Dealerships) : vehicle % population.Dealerships;

    private int CustomerOf(int vehicle) => loyal || random.Next(10) > 0 ? vehicle % population.Customers : random.Next(population.Customers);

    private static Kind KindOf(int draw) => draw switch
    {
        < 8 => Kind.Service,
        < 14 => Kind.Reading,
        < 19 => Kind.Trade,
        _ => Kind.Registration,
    };

    private static string TypeOf(Kind kind) => kind switch
    {
        Kind.Service => "autocrm.service.completed.v1",
        Kind.Reading => "autocrm.vehicle.odometer-read.v1",
        Kind.Order => "autocrm.order.placed.v1",
        Kind.Delivery => "autocrm.vehicle.delivered.v1",
        Kind.Return => "autocrm.vehicle.traded-in.v1",
        _ => "autocrm.customer.registered.v1",
    };

    private int WriteData(Span<byte> to, int vehicle, Kind kind, long number)
    {
        var km = Km(vehicle);
        var amount = 100 + (number % 900);
        var order = trades[vehicle].Order;
        int written;
        _ = kind switch
        {
            Kind.Service => Utf8.TryWrite(to, $$$"""{"repairOrder":"RO-{{{number}}}","odometer":{"value":{{{km}}},"unit":"km"},"amount":{"amount":{{{amount}}}.90,"currency":"EUR"},"lines":[{"operation":"oil and filter change","payType":"customer","amount":{"amount":{{{amount}}}.90,"currency":"EUR"}}]}""", out written),
            Kind.Reading => Utf8.TryWrite(to, $$$"""{"odometer":{"value":{{{km}}},"unit":"km"}}""", out written),
            Kind.Order => Utf8.TryWrite(to, $$$"""{"orderId":"O-{{{order}}}","make":"Volkswagen","model":"ID.{{{order % 7}}}","amount":{"amount":{{{30_000 + amount}}},"currency":"EUR"}}""", out written),
            Kind.Delivery => Utf8.TryWrite(to, $$$"""{"price":{"amount":{{{30_000 + amount}}},"currency":"EUR"},"odometer":{"value":{{{km}}},"unit":"km"},"orderId":"O-{{{order}}}","make":"Volkswagen","model":"ID.{{{order % 7}}}","modelYear":2025}""", out written),
            Kind.Return => Utf8.TryWrite(to, $$$"""{"value":{"amount":{{{20_000 + amount}}},"currency":"EUR"},"odometer":{"value":{{{km}}},"unit":"km"}}""", out written),
            _ => Utf8.TryWrite(to, $$$"""{"name":"Customer {{{number}}}","phones":["+49 30 {{{number:D8}}}"],"emails":["c{{{number}}}@example.com"]}""", out written),
        };
        return written;
    }

    private enum Kind
    {
        Service,
        Reading,
        Registration,
        Trade,
        Order,
        Delivery,
        Return,
    }

    /// <summary>How far a vehicle is between its order and its return: most reports of a trade repeat what is known, with changes.</summary>
    private struct Trade
    {
        private const int Orders = 6;
        private const int Deliveries = 3;
        private int done;

        /// <summary>Whether what comes next is about another order.</summary>
        public readonly bool IsOver => done == 0;

        public long Order { get; set; }

        public int Reporter { get; set; }

        public int Customer { get; set; }

        public Kind Next()
        {
            var kind = done switch
            {
                < Orders => Kind.Order,
                < Orders + Deliveries => Kind.Delivery,
                _ => Kind.Return,
            };
            done = kind == Kind.Return ? 0 : done + 1;
            return kind;
        }
    }
}
