using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Dealerships;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Vehicles;

namespace AutoCrm.Actors.Api.Tests.Graph.Host;

/// <summary>
/// Two dealerships that both know one car and one customer. What must be hidden is marked: P for personal data, and the
/// dealership's code for its business, so that a test finds any leak by searching the answer.
/// </summary>
public sealed class Showroom : GraphHost
{
    public const string Car = "4T1BE32K13U193407";
    public const string OtherCar = "1HGCM82633A004352";
    public const string Shared = "C-SHARED";
    public const string OnlyD2 = "C-D2";
    public static readonly string[] Personal = ["P-NAME", "P-PHONE", "P-MAIL", "P-GENDER", "7700777.25"];
    public static readonly string[] BusinessOfD1 = ["D1-SELLER", "5001.25", "5002.25", "D1-RESERVATION", "D1-ORDER", "D1-LEAD", "D1-DUE", "D1-NAME", "D1-CONFLICT"];
    public static readonly string[] BusinessOfD2 = ["6001.25", "6002.25", "6003.25", "6004.25", "D2-LINE", "6005.25", "6006.25", "D2-ORDER", "D2-RESERVATION", "D2-CUSTOMER", "D2-RESERVED-ORDER", "D2-LEAD", "D2-DUE", "D2-NAME", "D2-CONFLICT"];
    public static readonly string[] Technical = ["RO-77", "Camry", "Silver"];

    protected override async Task Seed()
    {
        SeedCar();
        SeedCustomers();
        SeedDealerships();
        await SeedRows();
        await SeedLog();
    }

    private static EventStamp Stamp(int day) => new(new DateTimeOffset(2026, 1, day, 8, 0, 0, TimeSpan.FromHours(8)), "e" + day, "/tests");

    private static Live<T> Live<T>(T state, long revision) => new(state, revision, PositionToken.Of(AutoCrmDatabase.Epoch, [new Position(0, revision)]));

    private void SeedCar() => States.Set(Live(
        new Vehicle
        {
            Vin = Car,
            Make = new("Toyota", Stamp(1)),
            Model = new("Camry", Stamp(1)),
            Trim = new("LE", Stamp(1)),
            ModelYear = new(2003, Stamp(1)),
            Color = new("Silver", Stamp(1)),
            Odometer = new(278714.24m, Stamp(3).At, Suspect: false),
            Sales =
            [
                new(Stamp(1), "auctioned", new(5001.25m, "USD"), "D1-SELLER", "D1"),
                new(Stamp(2), "delivered", new(6001.25m, "USD"), null, "D2"),
            ],
            ServiceVisits = [new(Stamp(3), "RO-77", new(6002.25m, "USD"), [new() { Operation = "D2-LINE", PayType = "customer", Amount = new(6003.25m, "USD") }], "D2")],
            Reservations =
            [
                new() { Id = "D1-RESERVATION", Dealership = "D1", Reserved = new(new(Shared, Stamp(5).At, "D1-ORDER"), Stamp(4)) },
                new() { Id = "D2-RESERVATION", Dealership = "D2", Reserved = new(new("D2-CUSTOMER", Stamp(7).At, "D2-RESERVED-ORDER"), Stamp(6)) },
            ],
            Conflicts = [new(ConflictKinds.OdometerRollback, Stamp(3).At, "The odometer went back.", [Stamp(2), Stamp(3)])],
            Dealerships = ["D1", "D2"],
            LastEvent = Stamp(3),
        },
        3));

    private void SeedCustomers()
    {
        var party = new CustomerRegistered { Name = "P-NAME", Phones = ["P-PHONE"], Emails = ["P-MAIL"], Gender = "P-GENDER", Income = new(7700777.25m, "USD") };
        States.Set(Live(
            new Customer
            {
                Id = Shared,
                Party = new(party, Stamp(1)),
                Stage = CustomerStage.OwnerInService,
                Orders =
                [
                    new() { OrderId = "O-1", Dealership = "D1", Placed = new(new() { OrderId = "O-1", Amount = new(5002.25m, "USD") }, Stamp(1)) },
                    new() { OrderId = "D2-ORDER", Dealership = "D2", Placed = new(new() { OrderId = "D2-ORDER", Amount = new(6004.25m, "USD") }, Stamp(1)) },
                ],
                Deliveries = [new(Stamp(2), Car, "D2", "Toyota", "Camry", new(6005.25m, "USD"))],
                ServiceVisits = [new(Stamp(3), Car, "D2", "RO-77", new(6006.25m, "USD"))],
                Dealerships = ["D1", "D2"],
            },
            4));
        States.Set(Live(new Customer { Id = OnlyD2, Party = new(party, Stamp(1)), Stage = CustomerStage.Prospect, Dealerships = ["D2"] }, 1));
    }

    private void SeedDealerships()
    {
        foreach (var code in (string[])["D1", "D2"])
        {
            States.Set(Live(
                new Dealership
                {
                    Code = code,
                    Orders = 1,
                    SalesValue = [new(code == "D1" ? 5001.25m : 6001.25m, "USD")],
                    LastEvent = Stamp(3),
                    Profile = new() { Name = code + "-NAME", OpeningHours = [new() { Day = DayOfWeek.Monday, Opens = "09:00", Closes = "18:00" }] },
                    Activity = [new("autocrm.order.placed.v1", 1)],
                    Pipeline = new() { NewLeads = 1, OpenOrders = 1 },
                    OpenLeads = [new() { LeadId = code + "-LEAD", Customer = Shared, Due = Stamp(4).At }],
                    OrdersDue = [new() { OrderId = code + "-DUE", Customer = Shared }],
                    Stock = [new(StockState.Available, 3)],
                    Today = new(new DateOnly(2026, 1, 3), 2, 1),
                    Conflicts = [new("double-sale", Stamp(3).At, code + "-CONFLICT", [Stamp(3)])],
                },
                5));
        }
    }

    private async Task SeedRows()
    {
        const string vehicle = "INSERT INTO vehicle_row VALUES ($1, $2, $3, $4, $5, 1, $6, $7, $8, now())";
        await Database.Execute(vehicle, Car, 3L, "Toyota", "Camry", 2003, 2, 1, (string[])["D1", "D2"]);
        await Database.Execute(vehicle, OtherCar, 1L, "Honda", "Accord", 2003, 0, 0, (string[])["D2"]);
        const string customer = "INSERT INTO customer_row VALUES ($1, 1, $2, $3, 1, 1, $4, now())";
        await Database.Execute(customer, Shared, "P-NAME", nameof(CustomerStage.OwnerInService), (string[])["D1", "D2"]);
        await Database.Execute(customer, OnlyD2, "P-NAME", nameof(CustomerStage.Prospect), (string[])["D2"]);
        await Database.Execute("INSERT INTO dealership_row VALUES ('D1', 5, 1, 2, 3, 4, 5, now()), ('D2', 5, 1, 2, 3, 4, 5, now())");
    }

    private async Task SeedLog()
    {
        var about = new LogEntry { Vin = Car, Customer = Shared };
        await Log.Append(about with
        {
            Type = "autocrm.vehicle.auctioned.v1", Dealership = "D1", At = Stamp(1).At,
            Data = """{"price":{"amount":5001.25,"currency":"USD"},"seller":"D1-SELLER","color":"Silver","model":"Camry"}""",
        });
        await Log.Append(about with
        {
            Type = "autocrm.service.completed.v1", Dealership = "D2", At = Stamp(3).At, Partition = 1,
            Data = """{"repairOrder":"RO-77","amount":{"amount":6002.25,"currency":"USD"},"lines":[{"operation":"D2-LINE"}]}""",
        });
        await Log.Append(about with
        {
            Type = "autocrm.customer.registered.v1", Dealership = "D1", At = Stamp(2).At, Vin = null,
            Data = """{"name":"P-NAME","phones":["P-PHONE"],"emails":["P-MAIL"],"gender":"P-GENDER","income":7700777.25,"note":"P-MAIL"}""",
        });
        await Database.Execute($"UPDATE partition_checkpoint c SET log_offset = h.head_offset FROM partition_head h WHERE h.partition = c.partition");
    }
}
