using System.Text.Json;
using AutoCrm.Actors.Cases;
using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Grains.Customers;
using AutoCrm.Actors.Leads;
using AutoCrm.Actors.Orders;
using AutoCrm.Actors.Service;
using AutoCrm.Actors.Vehicles;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace AutoCrm.Actors.Grains.Tests.Customers;

/// <summary>A customer is a function of the set of its events of every type: state, row and what is computed of it.</summary>
public sealed class CustomerOrderIndependenceTests
{
    // Few instants, numbers and values, so that equal times, repeats and contradictions are common.
    private static readonly Gen<LoggedEvent> AnyEvent =
        from minute in Gen.Choose(0, 8)
        from id in Gen.Choose(0, 200)
        from dealership in Gen.Elements("D01", "D02", null)
        from vin in Gen.Elements("V1", "V2", null)
        from customer in Gen.Elements("C1", "C1", "C1", "C-ALIAS")
        from number in Gen.Elements("N1", "N2", null)
        from payload in Gen.OneOf(Payloads())
        select Happenings.On($"2026-01-01T00:0{minute}:00Z", payload, $"id{id}", dealership, vin, customer) with
        {
            Type = payload.GetType().Name,
            CustomerNumber = number,
        };

    [Fact]
    public void The_generator_makes_every_type_that_is_about_a_customer()
    {
        var made = Payloads().Select(generator => generator.Sample(1).First().GetType()).ToHashSet();
        var inert = new[]
        {
            typeof(ServiceDue), typeof(WarrantyEnding), typeof(VehicleStateChanged), typeof(OrderOverdue),
        };
        Assert.DoesNotContain(EventCatalogue.All, definition => Folded(definition.Payload) && !made.Contains(definition.Payload) && !inert.Contains(definition.Payload));
    }

    [Fact]
    public void In_any_order_it_is_the_same_to_the_byte() =>
        Prop.ForAll(Distinct(), Gen.Choose(0, int.MaxValue).ToArbitrary(), (events, seed) =>
        {
            var shuffled = events.ToArray();
            new System.Random(seed).Shuffle(shuffled);
            return Everything(CustomerLife.Of(events)) == Everything(CustomerLife.Of(shuffled));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(400).WithEndSize(120));

    [Fact]
    public void Judged_step_by_step_it_stands_as_it_does_judged_at_once() =>
        Prop.ForAll(Distinct(), events =>
        {
            var (customer, standing) = (new Customer { Id = "C1" }, new CustomerStanding());
            return events.All(happened =>
            {
                customer = CustomerFold.Apply(customer, happened);
                standing.Judge(customer);
                return InWords(standing.Stage) == InWords(BuyingLoop.Of(customer)) && standing.Conflicts == CustomerConflicts.Count(customer);
            });
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(400).WithEndSize(120));

    [Fact]
    public void Folding_events_again_changes_nothing() =>
        Prop.ForAll(Distinct(), events =>
        {
            var once = CustomerLife.Of(events);
            return Json(events.Aggregate(once, CustomerFold.Apply)) == Json(once);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200).WithEndSize(120));

    [Fact]
    public void A_snapshot_read_back_folds_on_as_if_it_had_never_been_written() =>
        Prop.ForAll(Distinct(), Gen.Choose(0, 120).ToArbitrary(), (events, cut) =>
        {
            var json = Json(CustomerLife.Of(events.Take(cut)));
            var read = JsonSerializer.Deserialize(json, SnapshotJson.Default.SnapshotCustomer)!.State!;
            return Everything(events.Skip(cut).Aggregate(read, CustomerFold.Apply)) == Everything(CustomerLife.Of(events));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200).WithEndSize(120));

    [Fact]
    public void A_whole_life_shuffled_and_doubled_ends_the_same()
    {
        var life = CustomerLife.Whole();
        var expected = Everything(CustomerLife.Of(life));
        for (var seed = 0; seed < 10; seed++)
        {
            var shuffled = life.Concat(life.Where((_, n) => n % 3 == seed % 3)).ToArray();
            new System.Random(seed).Shuffle(shuffled);
            Assert.Equal(expected, Everything(CustomerLife.Of(shuffled)));
        }
    }

    [Fact]
    public void Beyond_the_bounds_what_stays_does_not_depend_on_the_order()
    {
        var many = Enumerable.Range(0, Customer.MaxHistory + 50).SelectMany(n => new[]
        {
            CustomerLife.On(n, new LeadReceived { LeadId = $"L{n:0000}", Channel = ContactChannel.Web, Interest = LeadInterest.Buy }),
            CustomerLife.On(n + 0.5, new LeadQualified { LeadId = $"L{n:0000}", Level = LeadLevel.A }),
            CustomerLife.On(n, new InteractionLogged { Channel = ContactChannel.Sms, Direction = InteractionDirection.Outbound }),
            CustomerLife.On(n, new CustomerIdentified { Kind = IdentifierKind.Phone, Value = $"+{n % 250}" }) with { CustomerNumber = $"{n % 130}" },
        }).ToArray();
        var inOrder = CustomerLife.Of(many);
        new System.Random(7).Shuffle(many);

        Assert.Equal(Json(inOrder), Json(CustomerLife.Of(many)));
        Assert.Equal((Customer.MaxHistory, Customer.MaxContacts, Customer.MaxContacts), (inOrder.Leads.Length, inOrder.Interactions.Length, inOrder.Identifiers.Length));
        Assert.Equal(Enumerable.Range(Customer.MaxHistory - 50, Customer.MaxNumbers).Select(n => $"{n % 130}"), inOrder.Numbers.Select(one => one.Number));
        Assert.Equal(CustomerLife.Day(Customer.MaxHistory + 49), inOrder.Interactions[^1].By.At);
    }

    // (source, id) identifies an event, so a set of events has each identity once.
    private static Arbitrary<LoggedEvent[]> Distinct() =>
        Gen.ListOf(AnyEvent).Select(events => events.DistinctBy(e => e.Stamp.Id).ToArray()).ToArbitrary();

    // Whether an event that names the customer changes more of it than what every event does.
    private static bool Folded(Type payload) => payload.GetCustomAttributes(typeof(AboutAttribute), false) is [AboutAttribute { Whom: Whom.Customer or Whom.CustomerAndVehicle or Whom.CustomerOrVehicle }];

    private static string Json(Customer state) => JsonSerializer.Serialize(new Snapshot<Customer> { State = state }, SnapshotJson.Default.SnapshotCustomer);

    private static string InWords(StageWithWhy standing) => $"{standing.Stage} {standing.DefectsAt:O} {string.Join('\n', standing.Why)}";

    private static string Everything(Customer state)
    {
        var instant = new DateTimeOffset(2028, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var row = CustomerRow.Of(state, 1);
        return string.Join(
            '\n',
            Json(state),
            JsonSerializer.Serialize(BuyingLoop.At(state, instant)),
            JsonSerializer.Serialize(NextBestActions.At(state, instant)),
            JsonSerializer.Serialize(NextBestActions.At(state, CustomerLife.Day(0))),
            JsonSerializer.Serialize(CustomerConflicts.Of(state)),
            JsonSerializer.Serialize(state.Periods()),
            JsonSerializer.Serialize(state.Value()),
            JsonSerializer.Serialize(state.Orders.Select(order => OrderProgress.Of(state, order))),
            $"{row.Stage} {row.Party} {row.DefectsAt:O} {row.Conflicts} {row.Name}");
    }

    private static Gen<EventPayload>[] Payloads() => [.. Party(), .. Sales(), .. Vehicles(), .. Service(), .. Cases()];

    private static readonly Gen<string> Number = Gen.Elements("N1", "N2", "N3");
    private static readonly Gen<string?> Text = Gen.Elements<string?>("a", "b", null);
    private static readonly Gen<Money> Price = Gen.Elements(new Money(10.50m, "USD"), new Money(7m, "EUR"));
    private static readonly Gen<Money?> Amount = Gen.Elements<Money?>(null, new Money(10.50m, "USD"), new Money(7m, "EUR"));
    private static readonly Gen<DateTimeOffset> Time = Gen.Choose(0, 20).Select(minute => CustomerLife.Day(0).AddMinutes(minute));
    private static readonly Gen<bool?> Maybe = Gen.Elements<bool?>(true, false, null);

    private static Gen<T> Word<T>()
        where T : struct, Enum => Gen.Elements(Enum.GetValues<T>());

    private static Gen<T?> MaybeWord<T>()
        where T : struct, Enum => Gen.Elements([null, .. Enum.GetValues<T>().Select(word => (T?)word)]);

    private static IEnumerable<Gen<EventPayload>> Party() =>
    [
        from n in Gen.Elements("Ann", "Bo") from k in MaybeWord<PartyKind>() from g in Text select (EventPayload)new CustomerRegistered { Name = n, Phones = [n], Kind = k, Gender = g },
        from n in Text from a in Maybe from k in Maybe
        select (EventPayload)new CustomerProfileChanged { Name = n, Active = a, Emails = k is null ? null : [], BirthDate = k == true ? new DateOnly(1990, 1, 1) : null, PreferredChannel = k == true ? ContactChannel.Fax : null },
        from k in Word<IdentifierKind>() from v in Number from c in Text select (EventPayload)new CustomerIdentified { Kind = k, Value = v, Country = c },
        from i in Gen.Elements("C2", "C3") select (EventPayload)new CustomerMerged { Into = i },
        Gen.Constant<EventPayload>(new CustomerUnmerged { From = "C2" }),
        from a in Gen.Elements("C2", "C3") select (EventPayload)new CustomerAliasAdded { Alias = a },
        from a in Gen.Elements("C2", "C3") select (EventPayload)new CustomerAliasRemoved { Alias = a },
        Gen.Constant<EventPayload>(new CustomerDeceased()),
        Gen.Constant<EventPayload>(new CustomerErased()),
        from p in Word<ConsentPurpose>() from c in MaybeWord<ContactChannel>() from s in Text select (EventPayload)new ConsentGiven { Purpose = p, Channel = c, Source = s },
        from p in Word<ConsentPurpose>() from c in MaybeWord<ContactChannel>() select (EventPayload)new ConsentWithdrawn { Purpose = p, Channel = c },
        from c in Word<ContactChannel>() from d in Word<InteractionDirection>() select (EventPayload)new InteractionLogged { Channel = c, Direction = d },
        from o in Gen.Elements("C2", "C3") from c in Word<DuplicateClue>() select (EventPayload)new DuplicateSuspected { Other = o, Clues = [c] },
        Number.Select(n => (EventPayload)new ConflictResolved { Conflict = n, How = "So" }),
        from stage in Gen.Elements(CustomerStage.Lead, CustomerStage.Lost) select (EventPayload)new CustomerStageChanged { From = default, To = stage },
        from conflict in Gen.Elements("a", "b") select (EventPayload)new ConflictDetected { Conflict = conflict, Kind = "k", Message = "m" },
        Gen.Constant<EventPayload>(UnknownPayload.Instance),
    ];

    private static IEnumerable<Gen<EventPayload>> Sales() =>
    [
        from n in Number from i in Word<LeadInterest>() from m in Text select (EventPayload)new LeadReceived { LeadId = n, Channel = ContactChannel.Web, Interest = i, Model = m },
        from n in Number from a in Gen.Elements("x", "y") select (EventPayload)new LeadAssigned { LeadId = n, Advisor = a },
        from n in Number from r in Maybe select (EventPayload)new LeadContacted { LeadId = n, Channel = ContactChannel.Phone, Reached = r },
        from n in Number from l in Word<LeadLevel>() select (EventPayload)new LeadQualified { LeadId = n, Level = l },
        from n in Number from t in Time select (EventPayload)new LeadAppointmentMade { LeadId = n, At = t },
        Number.Select(n => (EventPayload)new LeadLost { LeadId = n, Reason = "r" }),
        Number.Select(n => (EventPayload)new LeadRecycled { LeadId = n }),
        from n in Number from o in Number select (EventPayload)new LeadConverted { LeadId = n, OrderId = o },
        from n in Number from t in Time select (EventPayload)new LeadOverdue { LeadId = n, Due = t },
        from n in Number from t in Time from l in Maybe select (EventPayload)new TestDriveBooked { TestDriveId = n, At = t, LicenceChecked = l },
        from n in Number from l in Maybe select (EventPayload)new TestDriveCompleted { TestDriveId = n, LicenceChecked = l },
        Number.Select(n => (EventPayload)new TestDriveCancelled { TestDriveId = n }),
        from n in Number from p in Price from t in Time select (EventPayload)new QuoteIssued { QuoteId = n, Amount = p, ValidUntil = t },
        from n in Number from l in Text from t in Time from a in Amount select (EventPayload)new OrderPlaced { OrderId = n, LeadId = l, QuoteId = l, Amount = a, ExpectedDelivery = t },
        from n in Number from t in Time select (EventPayload)new OrderConfirmed { OrderId = n, ExpectedDelivery = t },
        from n in Number from t in Time from m in Text from k in Maybe select (EventPayload)new OrderChanged { OrderId = n, Model = m, ExpectedDelivery = t, Options = k == true ? ["o"] : null },
        from n in Number from r in Gen.Elements("r", "s") select (EventPayload)new OrderCancelled { OrderId = n, Reason = r },
        from n in Number from a in Amount select (EventPayload)new FinancingApproved { OrderId = n, Amount = a },
        Number.Select(n => (EventPayload)new FinancingDeclined { OrderId = n }),
        from n in Number from t in Time select (EventPayload)new ContractSigned { OrderId = n, Until = t },
        from n in Number from t in Time select (EventPayload)new ContractEnding { OrderId = n, Ends = t },
    ];

    private static IEnumerable<Gen<EventPayload>> Vehicles() =>
    [
        from m in Amount from o in Gen.Elements("N1", "N2", null) from f in MaybeWord<FinanceKind>() select (EventPayload)new VehicleDelivered { Price = m, OrderId = o, Finance = f },
        Gen.Elements("N1", "N2").Select(o => (EventPayload)new VehicleAllocated { OrderId = o }),
        Gen.Elements("N1", "N2", null).Select(o => (EventPayload)new VehicleOrdered { OrderId = o }),
        Price.Select(p => (EventPayload)new TradeInAppraised { Value = p }),
        from p in Price from k in MaybeWord<ReturnKind>() select (EventPayload)new VehicleTradedIn { Value = p, Kind = k },
        Gen.Elements("N1", "N2", null).Select(o => (EventPayload)new DeliveryReported { OrderId = o }),
        Gen.Elements("N1", null).Select(o => (EventPayload)new DeliveryAccepted { OrderId = o }),
        Gen.Elements("N1", null).Select(o => (EventPayload)new DeliveryRejected { OrderId = o, Reason = "r" }),
        Gen.Elements("N1", null).Select(o => (EventPayload)new SaleReversed { OrderId = o, Reason = "r" }),
        from r in Word<OwnershipRole>() from t in Time select (EventPayload)new OwnershipRegistered { Role = r, From = t },
        from r in MaybeWord<OwnershipRole>() from t in Time select (EventPayload)new OwnershipEnded { Role = r, Until = t, Reason = "r" },
        Gen.Constant<EventPayload>(new VehicleShipped()),
    ];

    private static IEnumerable<Gen<EventPayload>> Service() =>
    [
        from n in Number from t in Time from c in MaybeWord<ContactChannel>() select (EventPayload)new ServiceBooked { AppointmentId = n, At = t, Channel = c },
        Number.Select(n => (EventPayload)new ServiceConfirmed { AppointmentId = n }),
        from n in Number from t in Time select (EventPayload)new ServiceRescheduled { AppointmentId = n, At = t },
        Number.Select(n => (EventPayload)new ServiceNoShow { AppointmentId = n }),
        from n in Number from r in Text select (EventPayload)new ServiceCancelled { AppointmentId = n, Reason = r },
        from n in Number from a in Gen.Elements("N1", "N2", null) select (EventPayload)new VehicleCheckedIn { RepairOrder = n, AppointmentId = a },
        from n in Number from p in Price select (EventPayload)new EstimateGiven { RepairOrder = n, Amount = p },
        Number.Select(n => (EventPayload)new EstimateApproved { RepairOrder = n }),
        Number.Select(n => (EventPayload)new EstimateDeclined { RepairOrder = n }),
        from n in Number from m in Word<RepairMilestone>() select (EventPayload)new MilestoneReached { RepairOrder = n, Milestone = m },
        from n in Number from a in Amount select (EventPayload)new ServiceCompleted { RepairOrder = n, Amount = a },
        Number.Select(n => (EventPayload)new ReadyForPickup { RepairOrder = n }),
        from n in Number from a in Amount select (EventPayload)new RepairOrderClosed { RepairOrder = n, Paid = a },
    ];

    private static IEnumerable<Gen<EventPayload>> Cases() =>
    [
        from n in Number from k in Word<CaseKind>() from s in Word<CaseSeverity>() select (EventPayload)new CaseOpened { CaseId = n, Kind = k, Severity = s, Channel = ContactChannel.Chat },
        from n in Number from a in Gen.Elements("x", "y") select (EventPayload)new CaseAssigned { CaseId = n, Advisor = a },
        Number.Select(n => (EventPayload)new CaseResponded { CaseId = n }),
        from n in Number from t in Text from s in MaybeWord<CaseSeverity>() select (EventPayload)new CaseEscalated { CaseId = n, To = t, Severity = s },
        from n in Number from h in Gen.Elements("h", "i") select (EventPayload)new CaseResolved { CaseId = n, How = h },
        Number.Select(n => (EventPayload)new CaseReopened { CaseId = n }),
        Number.Select(n => (EventPayload)new CaseClosed { CaseId = n }),
        from n in Number from t in Word<CaseTarget>() from d in Time select (EventPayload)new CaseOverdue { CaseId = n, Target = t, Due = d },
        from k in Word<SurveyKind>() from s in Gen.Choose(0, 10) select (EventPayload)new SurveyAnswered { Kind = k, Score = s },
    ];
}
