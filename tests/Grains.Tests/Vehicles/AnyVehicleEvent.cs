using AutoCrm.Actors.Cases;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Leads;
using AutoCrm.Actors.Orders;
using AutoCrm.Actors.Recalls;
using AutoCrm.Actors.Service;
using AutoCrm.Actors.Vehicles;
using FsCheck;
using FsCheck.Fluent;

namespace AutoCrm.Actors.Grains.Tests.Vehicles;

/// <summary>
/// Events of every type that concerns a vehicle. Few instants, ids and values, so that equal times, repeats and
/// contradictions are common.
/// </summary>
internal static class AnyVehicleEvent
{
    private static readonly DateTimeOffset NewYear = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly Gen<Money> Price = Gen.Elements(new Money(10.50m, "USD"), new Money(7m, "EUR"));
    private static readonly Gen<string?> Text = Gen.Elements("a", "b", null);
    private static readonly Gen<string> Number = Gen.Elements("N1", "N2", "N3");
    private static readonly Gen<DateTimeOffset?> Time = Gen.Elements<DateTimeOffset?>(
        null, NewYear, NewYear.AddMinutes(2), NewYear.AddMinutes(4), NewYear.AddDays(90), DateTimeOffset.MinValue, DateTimeOffset.MaxValue);

    private static readonly Gen<DateTimeOffset> Instant = Time.Select(time => time ?? NewYear.AddMinutes(3));

    private static readonly Gen<Distance?> Odometer = Gen.Elements<Distance?>(
        null, new(1, "mi"), new(100, "km"), new(50, "mi"), new(99_990, "km"), new(150_000, "km"), new(999_999, "km"), new(0, "km"));

    /// <summary>Events of one vehicle, each once, in any order.</summary>
    public static Arbitrary<LoggedEvent[]> Many() => Gen.ListOf(One()).Select(Distinct).ToArbitrary();

    /// <summary>An event of any type.</summary>
    public static Gen<LoggedEvent> One() => Of(Payloads());

    public static Gen<LoggedEvent> Of(params Gen<EventPayload>[] payloads) =>
        from minute in Gen.Choose(0, 5)
        from id in Gen.Choose(0, 120)
        from offset in Gen.Elements("Z", "Z", "+01:00")
        from dealership in Gen.Elements("D01", "D02", null)
        from customer in Gen.Elements("C1", "C2", null)
        from payload in Gen.OneOf(payloads)
        select Happenings.On(offset == "Z" ? $"2026-01-01T00:0{minute}:00Z" : $"2026-01-01T01:0{minute}:00+01:00", payload, $"id{id}", dealership, customer: customer);

    // (source, id) identifies an event, so a set of events has each identity once.
    public static LoggedEvent[] Distinct(IEnumerable<LoggedEvent> events) => events.DistinctBy(e => e.Stamp.Id).ToArray();

    public static Gen<EventPayload>[] Payloads() => [.. Supply(), .. Stock(), .. Sales(), .. Care(), .. Workshop(), .. Others()];

    public static Gen<EventPayload>[] Sales() =>
    [
        Of(from p in Price from d in Odometer from t in Text select new VehicleAuctioned { Price = p, Odometer = d, Make = t, Color = t }),
        Of(from n in Number from d in Odometer from o in Gen.Elements(true, true, false) from f in Gen.Elements<FinanceKind?>(null, FinanceKind.Cash, FinanceKind.Lease)
           select new VehicleDelivered { OrderId = o ? n : null, Odometer = d, Finance = f, Trim = n }),
        Of(from n in Number select new OrderPlaced { OrderId = n }),
        Of(from n in Number select new OrderConfirmed { OrderId = n }),
        Of(from n in Number select new OrderChanged { OrderId = n }),
        Of(from n in Number select new OrderCancelled { OrderId = n, Reason = "r" }),
        Of(from n in Number select new VehicleAllocated { OrderId = n }),
        Of(from n in Number select new ContractSigned { OrderId = n }),
        Of(from n in Number select new FinancingApproved { OrderId = n }),
        Of(from n in Number select new FinancingDeclined { OrderId = n }),
        Of(from n in Number from d in Odometer from k in Gen.Elements<ReturnKind?>(null, ReturnKind.BuyBack, ReturnKind.LeaseReturn) from p in Price
           select new VehicleTradedIn { OrderId = n, Odometer = d, Kind = k, Value = p }),
        Of(from n in Number from o in Gen.Elements(true, false) select new SaleReversed { OrderId = o ? n : null, Reason = "r" }),
        Of(from n in Number select new DeliveryReported { OrderId = n }),
        Of(from n in Number select new DeliveryAccepted { OrderId = n }),
        Of(from n in Number from t in Text select new DeliveryRejected { OrderId = n, Reason = t ?? "r" }),
        Of(from r in Gen.Elements(Enum.GetValues<OwnershipRole>()) from t in Time select new OwnershipRegistered { Role = r, From = t }),
        Of(from r in Gen.Elements<OwnershipRole?>(null, OwnershipRole.Owner, OwnershipRole.Lessee) from t in Time select new OwnershipEnded { Role = r, Until = t, Reason = "r" }),
    ];

    private static Gen<EventPayload>[] Supply() =>
    [
        Of(from t in Text from at in Time select new VehiclePlanned { Make = t, Plant = t, BuildOn = at }),
        Of(from t in Text from at in Time select new VehicleOrdered { Model = t, Expected = at }),
        Of(from s in Gen.Elements(Enum.GetValues<ProductionStage>()) from t in Text select new ProductionStarted { Stage = s, Plant = t }),
        Of(from t in Text select new VehicleBuilt { Plant = t, Trim = t }),
        Of(from t in Text from at in Time select new VehicleShipped { To = t, Eta = at }),
        Of(from t in Text select new VehicleArrived { Place = t ?? "c" }),
        Of(from d in Odometer select new VehicleReceived { Odometer = d }),
        Of(from k in Gen.Elements(Enum.GetValues<InspectionKind>()) from r in Gen.Elements(Enum.GetValues<InspectionResult>()) from d in Odometer
           select new VehicleInspected { Kind = k, Result = r, Odometer = d }),
        Of(Gen.Constant(new VehicleDamaged())),
        Of(Gen.Constant(new VehicleRepaired())),
    ];

    private static Gen<EventPayload>[] Stock() =>
    [
        Of(from k in Gen.Elements<StockKind?>(null, StockKind.Demo) from p in Price select new VehicleMadeAvailable { Kind = k, Price = p }),
        Of(from n in Number select new VehicleTransferred { ToDealership = n }),
        Of(from r in Gen.Elements(Enum.GetValues<HoldReason>()) select new VehicleHeld { Reason = r }),
        Of(from r in Gen.Elements(Enum.GetValues<HoldReason>()) select new HoldReleased { Reason = r }),
        Of(from p in Price from d in Odometer from t in Text select new TradeInAppraised { Value = p, Odometer = d, Provider = t }),
        Of(from n in Number from t in Time select new VehicleReserved { Reservation = n, Until = t }),
        Of(from n in Number select new ReservationReleased { Reservation = n }),
        Of(from n in Number select new ReservationExpired { Reservation = n }),
        Of(Gen.Constant(new VehicleScrapped())),
        Of(from c in Gen.Elements("DE", null) select new VehicleExported { Country = c }),
        Of(Gen.Constant(new VehicleWrittenOff())),
        Of(Gen.Constant(new VehicleStolen { Place = "p" })),
        Of(from d in Odometer select new VehicleRecovered { Odometer = d }),
    ];

    private static Gen<EventPayload>[] Care() =>
    [
        Of(from d in Odometer from m in Gen.Elements<OdometerMeter?>(null, null, OdometerMeter.Original, OdometerMeter.Replaced, OdometerMeter.RolledOver)
           select new OdometerRead { Odometer = d ?? new(7, "km"), Meter = m }),
        Of(from n in Number from t in Instant select new ServiceBooked { AppointmentId = n, At = t, Recalls = [n] }),
        Of(from n in Number select new ServiceConfirmed { AppointmentId = n }),
        Of(from n in Number from t in Instant select new ServiceRescheduled { AppointmentId = n, At = t }),
        Of(from n in Number select new ServiceNoShow { AppointmentId = n }),
        Of(from n in Number select new ServiceCancelled { AppointmentId = n }),
        Of(from n in Number from d in Odometer select new FaultObserved { Code = n, Severity = FaultSeverity.Warning, Odometer = d }),
        Of(from d in Odometer select new BreakdownReported { Odometer = d }),
        Of(from m in Gen.Elements<int?>(null, 12, 600) from d in Odometer select new MaintenancePlanSet { Months = m, Distance = d }),
        Of(from k in Gen.Elements<WarrantyKind?>(null, WarrantyKind.Battery) from m in Gen.Elements<int?>(null, 1, 36) from d in Odometer from t in Time
           select new WarrantyStarted { Kind = k, Months = m, Distance = d, From = t }),
        Of(from k in Gen.Elements<WarrantyKind?>(null, WarrantyKind.Battery) from t in Text select new WarrantyVoided { Kind = k, Reason = t ?? "r" }),
        Of(from n in Number from p in Price select new WarrantyClaimed { ClaimId = n, Amount = p }),
        Of(from n in Number from a in Gen.Elements<bool?>(null, true, false) select new WarrantySettled { ClaimId = n, Accepted = a }),
        Of(from k in Gen.Elements<WarrantyKind?>(null, WarrantyKind.Battery) select new WarrantyEnding { Kind = k }),
        Of(Gen.Constant(new ServiceDue())),
    ];

    private static Gen<EventPayload>[] Workshop() =>
    [
        Of(from n in Number from d in Odometer from a in Gen.Elements(true, false) from t in Time
           select new VehicleCheckedIn { RepairOrder = n, Odometer = d, AppointmentId = a ? n : null, Promised = t, Recalls = [n] }),
        Of(from n in Number from p in Price select new EstimateGiven { RepairOrder = n, Amount = p }),
        Of(from n in Number select new EstimateApproved { RepairOrder = n }),
        Of(from n in Number select new EstimateDeclined { RepairOrder = n }),
        Of(from n in Number from t in Text select new WorkDeclined { RepairOrder = n, Line = t ?? "c" }),
        Of(from n in Number from m in Gen.Elements(Enum.GetValues<RepairMilestone>()) select new MilestoneReached { RepairOrder = n, Milestone = m }),
        Of(from n in Number from t in Time select new PartsBackordered { RepairOrder = n, Eta = t }),
        Of(from n in Number from d in Odometer from m in Gen.Elements<bool?>(null, true, false) from t in Gen.Elements("customer", "warranty", null)
           select new ServiceCompleted { RepairOrder = n, Odometer = d, Maintenance = m, Lines = [new() { Operation = "o", PayType = t }] }),
        Of(from n in Number select new ReadyForPickup { RepairOrder = n }),
        Of(from n in Number from d in Odometer select new RepairOrderClosed { RepairOrder = n, OdometerOut = d }),
    ];

    private static Gen<EventPayload>[] Others() =>
    [
        Of(from n in Number from s in Gen.Elements<bool?>(true, true, false, null) from t in Text select new RecallOpened { Campaign = n, StopSale = s, Remedy = t }),
        Of(from n in Number select new RecallNotified { Campaign = n }),
        Of(from n in Number from t in Text select new RecallRemedied { Campaign = n, RepairOrder = t }),
        Of(from n in Number from t in Text select new RecallCannotComplete { Campaign = n, Reason = t ?? "r" }),
        Of(from n in Number select new RecallCancelled { Campaign = n }),
        Of(from n in Number select new TestDriveBooked { TestDriveId = n, At = NewYear }),
        Of(from n in Number from d in Odometer select new TestDriveCompleted { TestDriveId = n, Odometer = d }),
        Of(from n in Number select new TestDriveCancelled { TestDriveId = n }),
        Of(from n in Number from p in Price select new QuoteIssued { QuoteId = n, Amount = p }),
        Of(from n in Number select new LeadReceived { LeadId = n, Channel = ContactChannel.Web, Interest = default }),
        Of(from n in Number select new CaseOpened { CaseId = n, Kind = CaseKind.Complaint, Severity = default, Channel = ContactChannel.Phone }),
        Of(from n in Number from t in Text select new ConflictResolved { Conflict = n, How = t ?? "h" }),
        Of(from n in Number select new ConflictDetected { Conflict = n, Kind = "k", Message = "m" }),
        Of(Gen.Constant(new VehicleStateChanged { Region = VehicleRegion.Care, To = "x" })),
        Gen.Constant<EventPayload>(UnknownPayload.Instance),
    ];

    private static Gen<EventPayload> Of<T>(Gen<T> payload)
        where T : EventPayload => payload.Select(p => (EventPayload)p);
}
