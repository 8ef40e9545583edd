using AutoCrm.Actors.Commands;
using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Grains.Commands;
using AutoCrm.Actors.Grains.Customers;
using AutoCrm.Actors.Grains.Vehicles;
using AutoCrm.Actors.Vehicles;
using Xunit;

namespace AutoCrm.Actors.Grains.Tests.Commands;

/// <summary>Customers and vehicles that are asked, and of which things are reported; each accepted command happens a minute later.</summary>
internal sealed class Trade
{
    public const string Customer = "C1", Other = "C2", Vin = "WVWZZZ1JZ3W000001", OtherVin = "WVWZZZ1JZ3W000002";

    private readonly Dictionary<string, Customer> customers = [];
    private readonly Dictionary<string, Vehicle> vehicles = [];

    public DateTimeOffset Now { get; set; } = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    public List<LoggedEvent> Log { get; } = [];

    public IReadOnlyDictionary<string, Customer> Customers => customers;

    public IReadOnlyDictionary<string, Vehicle> Vehicles => vehicles;

    /// <summary>Two customers whom both dealerships know, and two vehicles that are built.</summary>
    public static Trade Open()
    {
        var trade = new Trade();
        foreach (var dealership in (string[])["D1", "D2"])
        {
            foreach (var customer in (string[])[Customer, Other])
            {
                trade.Reported(new CustomerRegistered { Name = "Somebody" }, customer, dealership: dealership);
            }
        }

        trade.Reported(new VehicleBuilt(), vin: Vin, dealership: null);
        trade.Reported(new VehicleBuilt(), vin: OtherVin, dealership: null);
        return trade;
    }

    public Trade Reported(EventPayload payload, string? customer = null, string? vin = null, string? dealership = "D1")
    {
        Now = Now.AddMinutes(1);
        Happens(Happenings.On(Now.ToString("O"), payload, dealership: dealership, vin: vin, customer: customer));
        return this;
    }

    /// <summary>Asks, and lets happen what is accepted.</summary>
    /// <returns>Why it was rejected; null if it was accepted.</returns>
    public Rejection? Ask(string name, EventPayload payload, string dealership = "D1", string customer = Customer, string vin = Vin, bool hq = false)
    {
        Now = Now.AddMinutes(1);
        var definition = CommandCatalogue.Find(name)!;
        var isCustomers = definition.Subject == SubjectKind.Customer;
        var command = new EventCommand
        {
            Name = name,
            Dealership = dealership,
            MutationId = $"m{Log.Count}",
            Payload = payload,
            Other = definition.Other == OtherSubject.None ? null : isCustomers ? vin : customer,
            ByHeadquarters = hq,
        };
        var verdict = isCustomers
            ? CustomerCommands.Decide(customer, customers.GetValueOrDefault(customer), command, Now)
            : VehicleCommands.Decide(vin, vehicles.GetValueOrDefault(vin), command.Other is null ? null : customers.GetValueOrDefault(customer), command, Now);
        Assert.Equal(verdict.Rejection is not null, verdict.Events.IsEmpty);
        foreach (var e in verdict.Events)
        {
            Assert.Null(EventCatalogue.Find(e.Type)!.Schema.Check(System.Text.Json.JsonElement.Parse(e.Data), "data"));
            Happens(Happenings.On(
                Now.ToString("O"), EventCatalogue.Read(e.Type, e.Data), dealership: dealership,
                vin: e.Vin ?? (isCustomers ? null : vin), customer: e.Customer ?? (isCustomers ? customer : null)));
        }

        return verdict.Rejection;
    }

    public Trade Accepts(string name, EventPayload payload, string dealership = "D1", string customer = Customer, string vin = Vin, bool hq = false)
    {
        var before = Log.Count;
        Assert.Null(Ask(name, payload, dealership, customer, vin, hq));
        Assert.Equal(payload.GetType(), Assert.Single(Log.Skip(before)).Payload.GetType());
        return this;
    }

    public Trade Rejects(
        string code, string name, EventPayload payload, string dealership = "D1", string customer = Customer, string vin = Vin, bool hq = false)
    {
        var before = Log.Count;
        Assert.Equal(code, Ask(name, payload, dealership, customer, vin, hq)?.Code);
        Assert.Equal(before, Log.Count);
        return this;
    }

    private void Happens(LoggedEvent e)
    {
        Log.Add(e);
        if (e.Customer is { } id)
        {
            customers[id] = CustomerFold.Apply(customers.GetValueOrDefault(id) ?? new Customer { Id = id }, e);
        }

        if (e.Vin is { } vin)
        {
            vehicles[vin] = VehicleFold.Apply(vehicles.GetValueOrDefault(vin) ?? new Vehicle { Vin = vin }, e);
        }
    }
}
