using System.Collections.Frozen;
using System.Collections.Immutable;
using AutoCrm.Actors.Cases;
using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Leads;
using AutoCrm.Actors.Orders;
using AutoCrm.Actors.Recalls;
using AutoCrm.Actors.Service;
using AutoCrm.Actors.Vehicles;

namespace AutoCrm.Actors.Commands;

/// <summary>
/// The commands that are carried out by one event. What such a command says is the event's payload, so members, bounds
/// and descriptions are the event's, and nothing is written twice.
/// </summary>
public static class CommandCatalogue
{
    /// <summary>Every command, in the order of the trade.</summary>
    public static ImmutableArray<CommandDefinition> All { get; } =
    [
        Customer<CustomerRegistered>("registerCustomer", "Makes a customer known; its id follows from the dealership and its number for the customer, or without one the mutation id.")
            with { MakesSubject = true },
        Customer<CustomerProfileChanged>("changeProfile", "Changes some of a customer's data."),
        Customer<ConsentGiven>("giveConsent", "Notes that a customer agreed to be addressed or to have data used."),
        Customer<ConsentWithdrawn>("withdrawConsent", "Notes that a customer took a consent back, or refused one."),
        Customer<InteractionLogged>("logInteraction", "Notes that a customer and the dealership spoke or wrote to each other."),
        Customer<LeadReceived>("receiveLead", "Takes in a customer's interest.")
            with { Other = OtherSubject.Optional, Without = ["original", "otherVehicles"] },
        Customer<LeadAssigned>("assignLead", "Gives an open lead to an advisor."),
        Customer<LeadContacted>("recordContact", "Notes that somebody tried to reach the customer of an open lead."),
        Customer<LeadQualified>("qualifyLead", "Judges how likely an open lead is to buy."),
        Customer<LeadLost>("loseLead", "Gives an open lead up."),
        Customer<TestDriveBooked>("bookTestDrive", "Books a test drive.") with { Other = OtherSubject.Optional },
        Customer<TestDriveCompleted>("completeTestDrive", "Notes that a booked test drive took place; the licence must have been seen."),
        Customer<QuoteIssued>("issueQuote", "Offers a customer a vehicle.") with { Other = OtherSubject.Optional },
        Customer<OrderPlaced>("placeOrder", "Places an order; it ends the lead and accepts the quote that it names."),
        Customer<OrderCancelled>("cancelOrder", "Calls an order off that is not delivered; a vehicle set aside for it is free again."),
        Vehicle<VehicleAllocated>("allocateVehicle", "Sets a vehicle aside for a customer's order: one vehicle for an order, one order for a vehicle.")
            with { Other = OtherSubject.Required },
        Vehicle<VehicleDelivered>("deliverVehicle", "Hands the vehicle over that was set aside for an order.")
            with { Other = OtherSubject.Required, Demands = ["orderId"], Without = ["make", "model", "modelYear", "trim", "color"] },
        Vehicle<VehicleTradedIn>("tradeInVehicle", "Takes a vehicle back from its owner or lessee.") with { Other = OtherSubject.Required },
        Vehicle<VehicleHeld>("holdVehicle", "Keeps a vehicle from being sold, for a reason."),
        Vehicle<HoldReleased>("releaseHold", "Ends a hold."),
        Vehicle<VehicleTransferred>("transferVehicle", "Gives a vehicle of the dealership's stock to another dealership."),
        Vehicle<ServiceBooked>("bookService", "Books an appointment with the workshop.") with { Other = OtherSubject.Optional },
        Vehicle<VehicleCheckedIn>("checkInVehicle", "Takes a vehicle into the workshop, and opens a repair order.") with { Other = OtherSubject.Optional },
        Vehicle<EstimateApproved>("approveEstimate", "Notes that the customer agreed to the estimate of a repair order.") with { Other = OtherSubject.Optional },
        Vehicle<ServiceCompleted>("completeWork", "Notes that the work of a repair order is finished.") with { Other = OtherSubject.Optional },
        Vehicle<RepairOrderClosed>("closeRepairOrder", "Closes a repair order whose work is finished: it changes no more.") with { Other = OtherSubject.Optional },
        Vehicle<OdometerRead>("readOdometer", "Notes a reading of the odometer; it does not go back unless the meter was replaced or rolled over."),
        Vehicle<RecallOpened>("openRecall", "Opens a recall of one vehicle.") with { HeadquartersOnly = true, Without = ["vins", "rule"] },
        Vehicle<RecallNotified>("notifyOwner", "Notes that a vehicle's owner was told of an open recall."),
        Vehicle<RecallRemedied>("remedyRecall", "Notes that a vehicle was remedied."),
        Customer<CaseOpened>("openCase", "Opens a case.") with { Other = OtherSubject.Optional },
        Customer<CaseResponded>("respondToCase", "Notes an answer to the customer of an open case."),
        Customer<CaseResolved>("resolveCase", "Notes that what an open case asks for was done."),
        Customer<CaseReopened>("reopenCase", "Opens a case again, within 30 days of its end."),
        Customer<ConflictResolved>("resolveCustomerConflict", "Decides what is right where events about a customer contradict each other."),
        Vehicle<ConflictResolved>("resolveVehicleConflict", "Decides what is right where events about a vehicle contradict each other."),
    ];

    private static readonly FrozenDictionary<string, CommandDefinition> Named = All.ToFrozenDictionary(command => command.Name, StringComparer.Ordinal);

    /// <summary>Finds a command.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The command, or null if there is none of the name.</returns>
    public static CommandDefinition? Find(string name) => Named.GetValueOrDefault(name);

    private static CommandDefinition Customer<T>(string name, string summary)
        where T : EventPayload => new(name, summary, SubjectKind.Customer, typeof(T));

    private static CommandDefinition Vehicle<T>(string name, string summary)
        where T : EventPayload => new(name, summary, SubjectKind.Vehicle, typeof(T));
}
