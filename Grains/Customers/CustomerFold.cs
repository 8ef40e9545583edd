using AutoCrm.Actors.Cases;
using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Leads;
using AutoCrm.Actors.Orders;
using AutoCrm.Actors.Service;
using AutoCrm.Actors.Vehicles;

namespace AutoCrm.Actors.Grains.Customers;

/// <summary>
/// How an event changes a customer: hands it to the part that it is about. Pure: no clock, no I/O, never throws; passes
/// by what it does not know.
/// </summary>
internal static class CustomerFold
{
    /// <summary>Raise it when the same events give another state: older snapshots are then rebuilt.</summary>
    public const int Version = 4;

    // What the system derives tells of no dealing with a dealership: it must not make the customer visible to one.
    public static Customer Apply(Customer state, LoggedEvent happened) => happened.Payload switch
    {
        UnknownPayload or UnreadablePayload => state,
        CustomerErased => state.Erased(happened),
        DuplicateSuspected e => state.Suspected(e, happened),
        CustomerAliasAdded e => state.Connected(e.Alias),
        CustomerAliasRemoved e => state.Connected(e.Alias),
        ConflictResolved e => Told(happened.Stamp.Source == EventSources.Derived ? state : state.Decided(e, happened), happened),
        LeadOverdue e => state.Overdue(e, happened),
        CaseOverdue e => state.Overdue(e, happened),
        ContractEnding e => state.Ending(e, happened),
        // The stage of an alias was its own.
        CustomerStageChanged when happened.Customer != state.Id => state,
        ConflictDetected or CustomerStageChanged => Told(state, happened),
        VehicleStateChanged or ServiceDue or WarrantyEnding or OrderOverdue => state,
        _ => Dealt(Seen(state, happened).Numbered(happened), happened),
    };

    private static Customer Dealt(Customer seen, LoggedEvent happened) => happened.Payload switch
    {
        CustomerRegistered e => seen.Registered(e, happened),
        CustomerProfileChanged e => seen.Changed(e, happened),
        CustomerIdentified e => seen.Identified(e, happened),
        CustomerMerged or CustomerUnmerged or CustomerDeceased => seen.WithMilestone(happened),
        ConsentGiven e => seen.Said(e.Purpose, e.Channel, given: true, e.Source, e.TextVersion, happened),
        ConsentWithdrawn e => seen.Said(e.Purpose, e.Channel, given: false, e.Source, e.TextVersion, happened),
        InteractionLogged e => seen.Met(e, happened),
        SurveyAnswered e => seen.Answered(e, happened),
        LeadReceived or LeadAssigned or LeadContacted or LeadQualified or LeadAppointmentMade or LeadLost or LeadRecycled or LeadConverted =>
            LeadFold.Apply(seen, happened),
        TestDriveBooked or TestDriveCompleted or TestDriveCancelled or QuoteIssued or TradeInAppraised => OfferFold.Apply(seen, happened),
        OrderPlaced or OrderConfirmed or OrderChanged or OrderCancelled or FinancingApproved or FinancingDeclined or ContractSigned
            or VehicleAllocated or VehicleOrdered => OrderFold.Apply(seen, happened),
        VehicleDelivered or DeliveryReported or DeliveryAccepted or DeliveryRejected or SaleReversed or VehicleTradedIn
            or OwnershipRegistered or OwnershipEnded => VehiclesFold.Apply(seen, happened),
        ServiceBooked or ServiceConfirmed or ServiceRescheduled or ServiceNoShow or ServiceCancelled => AppointmentFold.Apply(seen, happened),
        VehicleCheckedIn or EstimateGiven or EstimateApproved or EstimateDeclined or MilestoneReached or ServiceCompleted or ReadyForPickup
            or RepairOrderClosed => VisitFold.Apply(seen, happened),
        CaseOpened or CaseAssigned or CaseResponded or CaseEscalated or CaseResolved or CaseReopened or CaseClosed =>
            CaseFold.Apply(seen, happened),
        _ => seen,
    };

    private static Customer Told(Customer state, LoggedEvent happened) =>
        state with { Announced = AnnouncedFold.Apply(state.Announced, happened) };

    private static Customer Seen(Customer state, LoggedEvent happened) => state with
    {
        FirstEvent = Writer.First(state.FirstEvent, happened),
        LastEvent = History.Later(state.LastEvent, happened.Stamp),
        Dealerships = History.Add(state.Dealerships, happened.Dealership),
    };
}
