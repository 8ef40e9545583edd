using System.Collections.Immutable;
using System.Text.Json.Serialization;
using AutoCrm.Actors.Cases;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Leads;
using AutoCrm.Actors.Orders;
using AutoCrm.Actors.Service;

namespace AutoCrm.Actors.Customers;

/// <summary>
/// A customer's live state: the fold of every event about its id and about its <see cref="Aliases"/>. It holds milestones; what follows from them is
/// computed where it is asked for: <see cref="BuyingLoop"/>, <see cref="CustomerFigures"/>,
/// <see cref="NextBestActions"/>, <see cref="CustomerConflicts"/>, <see cref="VehiclePeriods"/>.
/// </summary>
/// <remarks>
/// Every list is bounded. Where one event makes one item, the latest by occurrence stay. What several events tell of
/// (leads, orders, visits, cases …) is in order of dealership and number, and beyond the bound those at the front go:
/// an order that does not change with the next event is what makes the rest the same whatever came first.
/// </remarks>
[GenerateSerializer, Immutable, Alias("autocrm.customer")]
public sealed record Customer
{
    /// <summary>The most leads, orders, visits and the like that the state holds of each kind.</summary>
    public const int MaxHistory = 1000;

    /// <summary>The most interactions, survey answers and the like that the state holds of each kind: the latest by occurrence.</summary>
    public const int MaxContacts = 200;

    /// <summary>The most ids of which the state knows that they were ever merged with this one.</summary>
    public const int MaxConnected = 100;

    /// <summary>The most numbers of dealerships that the state holds: those that were named last.</summary>
    public const int MaxNumbers = 100;

    /// <summary>The customer's id.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>By which numbers dealerships know the customer, in order of the latest event that names it by them.</summary>
    [Id(40)] public ImmutableArray<CustomerNumber> Numbers { get; init; } = [];

    /// <summary>What is known of the party itself.</summary>
    [Id(8)] public CustomerProfile Profile { get; init; } = CustomerProfile.Empty;

    /// <summary>What decides the state of the party.</summary>
    [Id(9)] public PartyMilestones Party { get; init; } = PartyMilestones.None;

    /// <summary>What identifies the customer, in order of the latest time that it was shown.</summary>
    [Id(10)] public ImmutableArray<CustomerIdentifier> Identifiers { get; init; } = [];

    /// <summary>The first registration.</summary>
    [Id(11)] public EventReference? Registered { get; init; }

    /// <summary>The earliest event about the customer, by occurrence.</summary>
    [Id(12)] public EventReference? FirstEvent { get; init; }

    /// <summary>The latest event about the customer, by occurrence.</summary>
    [Id(7)] public EventStamp? LastEvent { get; init; }

    /// <summary>The dealerships that the customer has dealt with, ascending by code.</summary>
    [Id(6)] public ImmutableArray<string> Dealerships { get; init; } = [];

    /// <summary>Vehicles that the customer has or had, ascending by VIN.</summary>
    [Id(13)] public ImmutableArray<CustomerVehicle> Vehicles { get; init; } = [];

    /// <summary>Leads, in order of dealership and number.</summary>
    [Id(14)] public ImmutableArray<CustomerLead> Leads { get; init; } = [];

    /// <summary>Test drives, in order of dealership and number.</summary>
    [Id(15)] public ImmutableArray<CustomerTestDrive> TestDrives { get; init; } = [];

    /// <summary>Offers, in order of dealership and number.</summary>
    [Id(16)] public ImmutableArray<CustomerQuote> Quotes { get; init; } = [];

    /// <summary>What the customer's vehicles are worth in part exchange, in order of occurrence.</summary>
    [Id(17)] public ImmutableArray<CustomerAppraisal> Appraisals { get; init; } = [];

    /// <summary>Vehicles that the customer gave back, in order of occurrence.</summary>
    [Id(18)] public ImmutableArray<CustomerTradeIn> TradeIns { get; init; } = [];

    /// <summary>Orders, in order of dealership and number.</summary>
    [Id(3)] public ImmutableArray<CustomerOrder> Orders { get; init; } = [];

    /// <summary>Deliveries, in order of occurrence.</summary>
    [Id(4)] public ImmutableArray<CustomerDelivery> Deliveries { get; init; } = [];

    /// <summary>What became of the deliveries, in order of occurrence.</summary>
    [Id(19)] public ImmutableArray<DeliveryReport> DeliveryReports { get; init; } = [];

    /// <summary>Appointments with workshops, in order of dealership and number.</summary>
    [Id(20)] public ImmutableArray<CustomerAppointment> Appointments { get; init; } = [];

    /// <summary>Visits to workshops, in order of dealership and repair order.</summary>
    [Id(21)] public ImmutableArray<CustomerVisit> Visits { get; init; } = [];

    /// <summary>Cases, in order of dealership and number.</summary>
    [Id(22)] public ImmutableArray<CustomerCase> Cases { get; init; } = [];

    /// <summary>Answers to surveys, in order of occurrence.</summary>
    [Id(23)] public ImmutableArray<CustomerSurveyAnswer> Surveys { get; init; } = [];

    /// <summary>Interactions of every channel, in order of occurrence.</summary>
    [Id(24)] public ImmutableArray<CustomerInteraction> Interactions { get; init; } = [];

    /// <summary>What the customer last said about each purpose and channel, in order of purpose and channel.</summary>
    [Id(25)] public ImmutableArray<CustomerConsent> Consents { get; init; } = [];

    /// <summary>Customers that may be the same one, ascending by id.</summary>
    [Id(26)] public ImmutableArray<SuspectedDuplicate> Duplicates { get; init; } = [];

    /// <summary>Conflicts that somebody has decided, ascending by id.</summary>
    [Id(27)] public ImmutableArray<DecidedConflict> DecidedConflicts { get; init; } = [];

    /// <summary>What the actor has told of the stage and the conflicts; null if nothing was.</summary>
    [Id(28)] public Announced? Announced { get; init; }

    /// <summary>The ids that a merge has ever named together with this one or with an alias of it, ascending. Empty: it was never merged.</summary>
    [Id(30)] public ImmutableArray<string> Connected { get; init; } = [];

    /// <summary>The other ids that stand for this customer now, ascending: the state is the fold of their events too.</summary>
    [Id(31)] public ImmutableArray<string> Aliases { get; init; } = [];

    /// <summary>The stage in the buying loop as the milestones alone decide it; with time it may become <see cref="CustomerStage.Defecting"/>.</summary>
    [JsonIgnore]
    public CustomerStage Stage => BuyingLoop.Of(this).Stage;
}

/// <summary>The stages of the buying loop.</summary>
[GenerateSerializer, Alias("autocrm.customer-stage")]
public enum CustomerStage
{
    /// <summary>Nothing decides it yet.</summary>
    Unknown = 0,

    /// <summary>Known to a dealership, has ordered nothing.</summary>
    Prospect = 1,

    /// <summary>Has an order that is not delivered.</summary>
    Ordered = 2,

    /// <summary>Has taken delivery, and has not been to the workshop since.</summary>
    OwnerNew = 3,

    /// <summary>Has taken delivery or brought a vehicle, and comes to the workshop.</summary>
    OwnerInService = 4,

    /// <summary>Has an open lead.</summary>
    Lead = 5,

    /// <summary>Has a qualified lead, a test drive or a quote.</summary>
    Opportunity = 6,

    /// <summary>Owns a vehicle and has stayed away from the workshop for longer than usual.</summary>
    Defecting = 7,

    /// <summary>Owns or has owned a vehicle, and looks for another one.</summary>
    InMarket = 8,

    /// <summary>Has bought again, and has not been to the workshop since.</summary>
    Repurchased = 9,

    /// <summary>Was lost to somebody else.</summary>
    Lost = 10,
}

/// <summary>A customer that may be the same one: a person decides.</summary>
/// <param name="Other">The id of the other customer.</param>
/// <param name="By">The latest event that suspects it.</param>
/// <param name="Clues">What they have in common, by that event.</param>
[GenerateSerializer, Immutable, Alias("autocrm.suspected-duplicate")]
public sealed record SuspectedDuplicate(
    [property: Id(0)] string Other,
    [property: Id(1)] EventStamp By,
    [property: Id(2)] ImmutableArray<DuplicateClue> Clues);

/// <summary>A conflict that somebody has decided.</summary>
/// <param name="Conflict">The conflict's id.</param>
/// <param name="By">The latest event that decided it.</param>
[GenerateSerializer, Immutable, Alias("autocrm.decided-conflict")]
public sealed record DecidedConflict([property: Id(0)] string Conflict, [property: Id(1)] EventStamp By);

/// <summary>The actor of one customer. Key: <c>customer:&lt;id&gt;</c>.</summary>
[Alias("autocrm.ICustomerGrain")]
public interface ICustomerGrain : IEntityGrain
{
    /// <summary>The live state; of an alias, that of the customer that it stands for.</summary>
    /// <param name="atLeast">How fresh it must be: the actor first reads the log up to there. Null: as it is in memory.</param>
    /// <returns>The state, or null if there is no event about the customer.</returns>
    [Orleans.Concurrency.AlwaysInterleave, Alias("Get")]
    Task<Live<Customer>?> Get(PositionToken? atLeast);

    /// <summary>Decides a command that is carried out by one event. An alias passes it on to the customer that it stands for.</summary>
    /// <param name="command">The command: one that <see cref="Commands.CommandCatalogue"/> has for customers.</param>
    /// <returns>The customer after it, or why it is refused: a code of <see cref="Commands.CommandRejections"/>.</returns>
    [Alias("Do")]
    Task<Outcome<Customer>> Do(Commands.EventCommand command);

    /// <summary>The same for who comes from an alias.</summary>
    /// <param name="atLeast">How fresh it must be.</param>
    /// <param name="hops">How many aliases were asked before; after some the one that is asked answers for itself.</param>
    /// <returns>The state of the customer that this one stands for, or null if there is no event about it.</returns>
    [Orleans.Concurrency.AlwaysInterleave, Alias("GetVia")]
    Task<Live<Customer>?> GetVia(PositionToken? atLeast, int hops);

    /// <summary>Decides a command like <see cref="Do"/>, but never passes it on: an alias refuses it.</summary>
    /// <param name="command">The command.</param>
    /// <returns>The customer after it, or why it is refused.</returns>
    [Alias("DoHere")]
    Task<Outcome<Customer>> DoHere(Commands.EventCommand command);

    /// <summary>Makes the customer an alias of another.</summary>
    /// <param name="command">Of which one.</param>
    /// <returns>The customer that stays, or why not: <see cref="CustomerRejections"/> and <see cref="Commands.CommandRejections"/>.</returns>
    [Alias("Merge")]
    Task<Outcome<Customer>> Merge(MergeCustomer command);

    /// <summary>Lets an alias stand for itself again.</summary>
    /// <param name="command">Why.</param>
    /// <returns>The customer of the id, or why not: <see cref="CustomerRejections"/>.</returns>
    [Alias("Unmerge")]
    Task<Outcome<Customer>> Unmerge(UnmergeCustomer command);

    /// <summary>After an erasure: writes row and snapshot over those of before.</summary>
    /// <returns>When nothing of before stands there.</returns>
    [Orleans.Concurrency.AlwaysInterleave, Alias("StoreErased")]
    Task StoreErased();

    /// <summary>Erases the customer's personal data, and those of all its aliases.</summary>
    /// <param name="command">Why.</param>
    /// <returns>The customer without them, or why not: <see cref="CustomerRejections"/>.</returns>
    [Alias("Erase")]
    Task<Outcome<Customer>> Erase(EraseCustomer command);
}
