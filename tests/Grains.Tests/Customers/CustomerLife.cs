using AutoCrm.Actors.Cases;
using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Grains.Customers;
using AutoCrm.Actors.Leads;
using AutoCrm.Actors.Orders;
using AutoCrm.Actors.Service;
using AutoCrm.Actors.Vehicles;

namespace AutoCrm.Actors.Grains.Tests.Customers;

/// <summary>A customer that lives the whole loop, day by day from the first of January 2026.</summary>
internal static class CustomerLife
{
    public const string FirstCar = "FIRSTCAR", SecondCar = "SECONDCAR";

    public static DateTimeOffset Day(double day) => new DateTimeOffset(2026, 1, 1, 8, 0, 0, TimeSpan.Zero).AddDays(day);

    public static LoggedEvent On(double day, EventPayload payload, string? vin = null, string? dealership = "D07", string? customer = "C1") =>
        Happenings.On(
            Day(day).ToString("O", System.Globalization.CultureInfo.InvariantCulture), payload, $"{payload.GetType().Name}-{day}", dealership, vin, customer);

    public static Customer Of(params IEnumerable<LoggedEvent> events) => events.Aggregate(new Customer { Id = "C1" }, CustomerFold.Apply);

    public static LoggedEvent[] Whole() =>
    [
        On(0, new CustomerRegistered { Name = "Geraldine", Phones = ["+49 1"], Kind = PartyKind.Person, PreferredChannel = ContactChannel.Phone }) with { CustomerNumber = "4711" },
        On(0.1, new CustomerIdentified { Kind = IdentifierKind.Passport, Value = "P1", Country = "DE" }),
        On(0.2, new ConsentGiven { Purpose = ConsentPurpose.Marketing, Channel = ContactChannel.Email, TextVersion = "v1" }),
        On(0.3, new InteractionLogged { Channel = ContactChannel.Visit, Direction = InteractionDirection.Inbound, Subject = "A look around" }),
        On(1, new LeadReceived { LeadId = "L1", Channel = ContactChannel.Web, Interest = LeadInterest.Buy, Model = "9-3" }),
        On(1.1, new LeadAssigned { LeadId = "L1", Advisor = "A1" }),
        On(1.2, new LeadContacted { LeadId = "L1", Channel = ContactChannel.Phone }),
        On(1.3, new LeadAppointmentMade { LeadId = "L1", At = Day(3) }),
        On(2, new LeadQualified { LeadId = "L1", Level = LeadLevel.A }),
        On(3, new TestDriveBooked { TestDriveId = "T1", At = Day(3.5), LeadId = "L1", LicenceChecked = true }),
        On(3.6, new TestDriveCompleted { TestDriveId = "T1" }),
        On(4, new QuoteIssued { QuoteId = "Q1", Amount = new Money(30_000, "EUR"), ValidUntil = Day(20), LeadId = "L1" }),
        On(4.5, new TradeInAppraised { Value = new Money(4_000, "EUR") }, "OLDCAR"),
        On(5, new OrderPlaced { OrderId = "O1", LeadId = "L1", QuoteId = "Q1", Model = "9-3", Amount = new Money(29_500, "EUR"), ExpectedDelivery = Day(60) }),
        On(6, new OrderConfirmed { OrderId = "O1", ExpectedDelivery = Day(60) }),
        On(6.1, new FinancingApproved { OrderId = "O1", Finance = FinanceKind.Finance, Months = 36 }),
        On(6.2, new ContractSigned { OrderId = "O1", Finance = FinanceKind.Finance, Until = Day(1100) }),
        On(20, new VehicleOrdered { OrderId = "O1" }, FirstCar, dealership: "D07"),
        On(30, new OrderChanged { OrderId = "O1", Color = "Red", ExpectedDelivery = Day(70) }),
        On(50, new VehicleAllocated { OrderId = "O1" }, FirstCar),
        On(69, new VehicleDelivered { OrderId = "O1", Price = new Money(29_600, "EUR") }, FirstCar),
        On(69.1, new OwnershipRegistered { Role = OwnershipRole.Owner }, FirstCar),
        On(70, new DeliveryReported { OrderId = "O1" }, FirstCar),
        On(71, new DeliveryAccepted { OrderId = "O1" }, FirstCar, dealership: null),
        On(80, new SurveyAnswered { Kind = SurveyKind.Nps, Score = 9 }),
        On(300, new ServiceBooked { AppointmentId = "A1", At = Day(310), Work = ["First service"] }, FirstCar),
        On(301, new ServiceConfirmed { AppointmentId = "A1" }, FirstCar),
        On(310, new VehicleCheckedIn { RepairOrder = "R1", AppointmentId = "A1" }, FirstCar),
        On(310.1, new EstimateGiven { RepairOrder = "R1", Amount = new Money(300, "EUR") }, FirstCar),
        On(310.2, new EstimateApproved { RepairOrder = "R1" }, FirstCar),
        On(310.3, new MilestoneReached { RepairOrder = "R1", Milestone = RepairMilestone.ServiceStart }, FirstCar),
        On(310.4, new ServiceCompleted { RepairOrder = "R1", Amount = new Money(310, "EUR") }, FirstCar),
        On(310.5, new ReadyForPickup { RepairOrder = "R1" }, FirstCar),
        On(310.6, new RepairOrderClosed { RepairOrder = "R1", Paid = new Money(305, "EUR") }, FirstCar),
        On(311, new CaseOpened { CaseId = "K1", Kind = CaseKind.Complaint, Severity = CaseSeverity.High, Channel = ContactChannel.Phone }, FirstCar),
        On(311.1, new CaseAssigned { CaseId = "K1", Advisor = "A2" }),
        On(311.2, new CaseResponded { CaseId = "K1" }),
        On(312, new CaseResolved { CaseId = "K1", How = "Repaired for nothing" }),
        On(313, new CaseClosed { CaseId = "K1" }),
        On(700, new VehicleCheckedIn { RepairOrder = "R2" }, FirstCar),
        On(700.1, new ServiceCompleted { RepairOrder = "R2", Amount = new Money(500, "EUR") }, FirstCar),
        On(1000, new LeadReceived { LeadId = "L2", Channel = ContactChannel.Phone, Interest = LeadInterest.Buy }),
        On(1001, new OrderPlaced { OrderId = "O2", LeadId = "L2", Amount = new Money(35_000, "EUR") }),
        On(1050, new VehicleTradedIn { Value = new Money(9_000, "EUR"), OrderId = "O2" }, FirstCar),
        On(1050.1, new VehicleDelivered { OrderId = "O2", Price = new Money(35_000, "EUR") }, SecondCar),
        On(1051, new DuplicateSuspected { Other = "C2", Clues = [DuplicateClue.Phone] }),
    ];
}
