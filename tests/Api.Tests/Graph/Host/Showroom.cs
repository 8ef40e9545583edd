using AutoCrm.Actors.Cases;
using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Dealerships;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Leads;
using AutoCrm.Actors.Orders;
using AutoCrm.Actors.Privacy;
using AutoCrm.Actors.Service;
using AutoCrm.Actors.Tests.Support;
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
    public const string NumberAtD1 = "D1-NUMBER";
    public static readonly string Numbered = CustomerIds.Of("D1", NumberAtD1);
    public static readonly string[] Personal = ["P-NAME", "P-PHONE", "P-MAIL", "P-GENDER", "7700777.25", "P-STREET", "P-CITY", "1901-02-03", "P-PASSPORT"];
    public static readonly string[] BusinessOfD1 = ["D1-SELLER", "5001.25", "5002.25", "D1-RESERVATION", "D1-ORDER", "D1-LEAD", "D1-DRIVE", "D1-QUOTE", "5003.25", "5004.25", "D1-APPRAISER", "D1-APPOINTMENT", "D1-CASE", "D1-SURVEY", "D1-SUBJECT", "D1-OUTCOME", "D1-CALLER", "5005.25", "D1-DUE", "D1-NAME", "D1-CONFLICT", "D1-BUYER", NumberAtD1];
    public static readonly string[] BusinessOfD2 = ["6001.25", "6002.25", "6003.25", "6004.25", "D2-LINE", "6005.25", "6006.25", "D2-ORDER", "D2-RESERVATION", "D2-CUSTOMER", "D2-RESERVED-ORDER", "D2-LEAD", "D2-DRIVE", "D2-QUOTE", "6007.25", "6008.25", "D2-APPRAISER", "6009.25", "D2-TRADE", "D2-APPOINTMENT", "D2-CASE", "HQ-CASE", "D2-SURVEY", "D2-SUBJECT", "D2-OUTCOME", "D2-CALLER", "D2-FORM", "D2-TWIN", "6010.25", "6011.25", "D2-DUE", "D2-NAME", "D2-CONFLICT", "D2-BUYER", "D2-SOLD-ORDER", "D2-ALLOCATED", "D2-CLAIM", "D2-NUMBER"];
    public static readonly string[] Technical = ["RO-77", "Camry", "Silver", "RO-OPEN", "P0301", "RECALL-7", "BATTERY", "SHIPPED", "DELIVERED", "brakes"];

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
                new(Stamp(2), "delivered", new(6001.25m, "USD"), null, "D2", "D2-BUYER", "D2-SOLD-ORDER"),
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
            Supply = new() { Steps = [new(SupplyMilestone.Shipped, Stamp(1), "Port", Stamp(2).At, null, "D2")] },
            Stock = StockOf(),
            Ownership = new() { Starts = [new(Stamp(4), "D1-BUYER", OwnershipRole.Driver, Stamp(4).At, "D1")] },
            Care = CareOf(),
            Recalls = [new() { Campaign = "RECALL-7", Opened = new(new(true, "Replace it."), Stamp(3)), StopSale = Stamp(3) }],
            Warranty = new()
            {
                Covers = [new(WarrantyKind.Battery, new(new(96, new(160_000, "km"), Stamp(1).At), Stamp(1)), null, null)],
                Claims = [new() { Id = "D2-CLAIM", Dealership = "D2", Claimed = new(new() { ClaimId = "D2-CLAIM", Amount = new(6011.25m, "USD") }, Stamp(3)) }],
            },
        },
        3));

    private static VehicleStock StockOf() => new()
    {
        Offer = new(new(new(6007.25m, "USD"), StockKind.Used, "D2"), Stamp(1)),
        Holder = new("D2", Stamp(1)),
        Holds = [new(HoldReason.Service, Stamp(1), null)],
        Orders = [new() { Id = "D2-ALLOCATED", Dealership = "D2", Allocated = Stamp(1) }],
        Returns = [new(Stamp(1), ReturnKind.TradeIn, new(5003.25m, "USD"), null, null, "D1"), new(Stamp(1), ReturnKind.BuyBack, new(6008.25m, "USD"), null, null, "D2")],
        Appraisals = [new(Stamp(1), new(5004.25m, "USD"), "D1-APPRAISER", "D1"), new(Stamp(1), new(6009.25m, "USD"), "D2-APPRAISER", "D2")],
    };

    private static VehicleCare CareOf() => new()
    {
        Plan = new(new() { Months = 12 }, Stamp(2)),
        Appointments = [new() { Id = "D2-APPOINTMENT", Dealership = "D2", Expected = new(Stamp(9).At, Stamp(3)) }],
        Jobs = [new() { Id = "RO-OPEN", Dealership = "D2", CheckedIn = Stamp(3).At, Estimate = new(new(6010.25m, "USD"), Stamp(3)) }],
        Refused = [new(Stamp(3), "RO-77", "brakes", new(6010.25m, "USD"), "D2")],
        Faults = [new(Stamp(3), "P0301", FaultSeverity.Warning, "D2")],
    };

    private void SeedCustomers()
    {
        var profile = new CustomerProfile
        {
            Name = new("P-NAME", Stamp(1)),
            Phones = new(["P-PHONE"], Stamp(1)),
            Emails = new(["P-MAIL"], Stamp(1)),
            Gender = new("P-GENDER", Stamp(1)),
            Income = new(new(7700777.25m, "USD"), Stamp(1)),
            Address = new(new() { Street = "P-STREET", City = "P-CITY" }, Stamp(1)),
            BirthDate = new(new(1901, 2, 3), Stamp(1)),
            PreferredDealership = new("D2", Stamp(1)),
        };
        States.Set(Live(
            new Customer
            {
                Id = Shared,
                Profile = profile,
                Identifiers = [new(IdentifierKind.Passport, "P-PASSPORT", "DE", Stamp(1))],
                Registered = new(Stamp(1), "autocrm.customer.registered.v1", "D1"),
                Leads = [Lead("D1"), Lead("D2")],
                TestDrives = [Drive("D1"), Drive("D2")],
                Quotes = [Quote("D1", 5003.25m), Quote("D2", 6007.25m)],
                Appraisals = [new(Stamp(1), Car, "D1", new(5004.25m, "USD"), "D1-APPRAISER", null), new(Stamp(2), Car, "D2", new(6008.25m, "USD"), "D2-APPRAISER", null)],
                TradeIns = [new(Stamp(1), OtherCar, "D2", new(6009.25m, "USD"), ReturnKind.TradeIn, "D2-TRADE")],
                Appointments = [Appointment("D1"), Appointment("D2")],
                Cases = [Case("D1"), Case("D2"), Case(null)],
                Surveys = [new(Stamp(3), SurveyKind.Nps, 9, "D1-SURVEY", "D1"), new(Stamp(4), SurveyKind.Csi, 8, "D2-SURVEY", "D2")],
                Interactions =
                [
                    new(Stamp(3), ContactChannel.Phone, InteractionDirection.Inbound, "D1-SUBJECT", "D1-OUTCOME", "D1-CALLER", "D1"),
                    new(Stamp(4), ContactChannel.Fax, InteractionDirection.Inbound, "D2-SUBJECT", "D2-OUTCOME", "D2-CALLER", "D2"),
                ],
                Consents = [new(ConsentPurpose.Marketing, null, true, Stamp(1), "D2-FORM", "v1")],
                Duplicates = [new("D2-TWIN", Stamp(4), [DuplicateClue.Phone])],
                Vehicles = [new() { Vin = Car, Marks = [new(Stamp(2), OwnershipMarkKind.Delivered, OwnershipRole.Owner, Stamp(2).At, "D2", "D2-ORDER")] }],
                Orders =
                [
                    new() { OrderId = "O-1", Dealership = "D1", Placed = new(new() { OrderId = "O-1", Amount = new(5002.25m, "USD") }, Stamp(1)) },
                    new() { OrderId = "D2-ORDER", Dealership = "D2", Placed = new(new() { OrderId = "D2-ORDER", Amount = new(6004.25m, "USD") }, Stamp(1)) },
                ],
                Deliveries = [new(Stamp(2), Car, "D2", "Toyota", "Camry", new(6005.25m, "USD"))],
                Visits =
                [
                    new()
                    {
                        RepairOrder = "RO-77",
                        Dealership = "D2",
                        Vin = new(Car, Stamp(3)),
                        CheckedIn = new(new("D2-APPOINTMENT", null, "D2-ADVISOR"), Stamp(3)),
                        Estimate = new(new(6010.25m, "USD"), Stamp(3)),
                        Completed = new(new(new(6006.25m, "USD")), Stamp(3)),
                    },
                ],
                Dealerships = ["D1", "D2"],
            },
            4));
        States.Set(Live(
            new Customer
            {
                Id = Numbered,
                Numbers = [new("D1", NumberAtD1, Stamp(1)), new("D2", "D2-NUMBER", Stamp(2))],
                Dealerships = ["D1", "D2"],
            },
            2));
        States.Set(Live(new Customer { Id = OnlyD2, Profile = profile, Registered = new(Stamp(1), "autocrm.customer.registered.v1", "D2"), Dealerships = ["D2"] }, 1));
    }

    private static CustomerLead Lead(string code) => new()
    {
        LeadId = code + "-LEAD",
        Dealership = code,
        Received = new(new(ContactChannel.Web, LeadInterest.Buy, null, null, null, null, new(code == "D1" ? 5005.25m : 6011.25m, "USD"), null), Stamp(5)),
        FirstReceived = Stamp(5),
    };

    private static CustomerTestDrive Drive(string code) => new()
    {
        TestDriveId = code + "-DRIVE", Dealership = code, Booked = new(new(Stamp(5).At, null, null, null, null, null), Stamp(4)),
    };

    private static CustomerQuote Quote(string code, decimal amount) => new()
    {
        QuoteId = code + "-QUOTE", Dealership = code, Issued = new(new() { QuoteId = code + "-QUOTE", Amount = new(amount, "USD") }, Stamp(4)),
    };

    private static CustomerAppointment Appointment(string code) => new()
    {
        AppointmentId = code + "-APPOINTMENT", Dealership = code, Booked = new(new(Car, [], null, null), Stamp(4)),
    };

    private static CustomerCase Case(string? code) => new()
    {
        CaseId = (code ?? "HQ") + "-CASE", Dealership = code, Opened = new(new(CaseKind.Complaint, ContactChannel.Phone, null, Car), Stamp(6)), FirstOpened = Stamp(6),
    };

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
                    Conflicts = [new(code + "-K1", "double-sale", Stamp(3).At, code + "-CONFLICT", [Stamp(3)], null, Shared)],
                },
                5));
        }
    }

    private async Task SeedRows()
    {
        const string vehicle = "INSERT INTO vehicle_row VALUES ($1, $2, $3, $4, $5, 1, $6, $7, $8, now())";
        await Database.Execute(vehicle, Car, 3L, "Toyota", "Camry", 2003, 2, 1, (string[])["D1", "D2"]);
        await Database.Execute(vehicle, OtherCar, 1L, "Honda", "Accord", 2003, 0, 0, (string[])["D2"]);
        await Database.Execute("UPDATE vehicle_row SET commercial = 'Available', holder = 'D2' WHERE vin = $1", OtherCar);
        await SeedCustomerRow(Shared, CustomerStage.OwnerInService, "D1", "D2");
        await SeedCustomerRow(OnlyD2, CustomerStage.Prospect, "D2");
        await Database.Execute("INSERT INTO dealership_row VALUES ('D1', 5, 1, 2, 3, 4, 5, now()), ('D2', 5, 1, 2, 3, 4, 5, now())");
    }

    // As a silo writes it: the name encrypted by the customer's own key, and found by keyed hashes.
    private async Task SeedCustomerRow(string id, CustomerStage stage, params string[] dealerships)
    {
        var master = MasterKey.Parse(TestMasterKey.Base64);
        var key = DataKey.Make();
        await Database.Execute(
            "INSERT INTO customer_key (customer, wrapped) VALUES ($1, $2)", id, key.Wrap(DataKey.Of(master, KeyPurposes.CustomerKeys), id));
        var profile = new CustomerProfile { Name = new("P-NAME", Stamp(1)), Phones = new(["+49 (30) 123"], Stamp(1)), Emails = new([$"{id}@p.mail"], Stamp(1)) };
        await Database.Execute(
            "INSERT INTO customer_row VALUES ($1, 1, $2, $3, 1, 1, $4, now())", id, PersonalPlace.OfRow(key, id).SealAlike("name", "P-NAME"), stage.ToString(), dealerships);
        await Database.Execute(
            "UPDATE customer_row SET search = $2 WHERE id = $1", id, new SearchTerms(new IdentifierHashes(master)).Of(profile).ToArray());
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
