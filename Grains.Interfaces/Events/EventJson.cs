using System.Text.Json;
using System.Text.Json.Serialization;
using AutoCrm.Actors.Cases;
using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Dealerships;
using AutoCrm.Actors.Leads;
using AutoCrm.Actors.Orders;
using AutoCrm.Actors.Recalls;
using AutoCrm.Actors.Service;
using AutoCrm.Actors.Vehicles;

namespace AutoCrm.Actors.Events;

/// <summary>
/// How payloads are written in JSON: camel case, no reflection. Names are exact, as <see cref="PayloadSchema"/> checks
/// them: a reader that took <c>NAME</c> for <c>name</c> would fail on what the edge has admitted.
/// </summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    NumberHandling = JsonNumberHandling.Strict,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    PropertyNameCaseInsensitive = false,
    AllowDuplicateProperties = false,
    Converters =
    [
        typeof(EventTimeConverter), typeof(WordConverter), typeof(TextListConverter), typeof(IntegerListConverter),
        typeof(ServiceLineListConverter), typeof(InspectionItemListConverter), typeof(StampListConverter), typeof(ClueListConverter),
        typeof(OpeningTimeListConverter), typeof(FirstContactTargetListConverter), typeof(DateListConverter),
        typeof(LeadVehicleListConverter),
    ])]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(ServiceLine))]
[JsonSerializable(typeof(InspectionItem))]
[JsonSerializable(typeof(EventStamp))]
[JsonSerializable(typeof(DuplicateClue))]
[JsonSerializable(typeof(LeadVehicle))]
[JsonSerializable(typeof(ReserveVehicle))]
[JsonSerializable(typeof(ReleaseReservation))]
[JsonSerializable(typeof(EraseCustomer))]
[JsonSerializable(typeof(ConsentGiven))]
[JsonSerializable(typeof(ConsentWithdrawn))]
[JsonSerializable(typeof(InteractionLogged))]
[JsonSerializable(typeof(CustomerRegistered))]
[JsonSerializable(typeof(CustomerProfileChanged))]
[JsonSerializable(typeof(CustomerIdentified))]
[JsonSerializable(typeof(MergeCustomer))]
[JsonSerializable(typeof(UnmergeCustomer))]
[JsonSerializable(typeof(CustomerMerged))]
[JsonSerializable(typeof(CustomerAliasAdded))]
[JsonSerializable(typeof(CustomerAliasRemoved))]
[JsonSerializable(typeof(CustomerUnmerged))]
[JsonSerializable(typeof(CustomerDeceased))]
[JsonSerializable(typeof(CustomerErased))]
[JsonSerializable(typeof(CustomerStageChanged))]
[JsonSerializable(typeof(DuplicateSuspected))]
[JsonSerializable(typeof(LeadReceived))]
[JsonSerializable(typeof(LeadAssigned))]
[JsonSerializable(typeof(LeadContacted))]
[JsonSerializable(typeof(LeadQualified))]
[JsonSerializable(typeof(LeadAppointmentMade))]
[JsonSerializable(typeof(LeadLost))]
[JsonSerializable(typeof(LeadRecycled))]
[JsonSerializable(typeof(LeadConverted))]
[JsonSerializable(typeof(LeadOverdue))]
[JsonSerializable(typeof(FinancingApproved))]
[JsonSerializable(typeof(FinancingDeclined))]
[JsonSerializable(typeof(ContractSigned))]
[JsonSerializable(typeof(ContractEnding))]
[JsonSerializable(typeof(VehicleAllocated))]
[JsonSerializable(typeof(VehicleDelivered))]
[JsonSerializable(typeof(TradeInAppraised))]
[JsonSerializable(typeof(VehicleTradedIn))]
[JsonSerializable(typeof(DeliveryReported))]
[JsonSerializable(typeof(DeliveryAccepted))]
[JsonSerializable(typeof(DeliveryRejected))]
[JsonSerializable(typeof(SaleReversed))]
[JsonSerializable(typeof(QuoteIssued))]
[JsonSerializable(typeof(OrderPlaced))]
[JsonSerializable(typeof(OrderConfirmed))]
[JsonSerializable(typeof(OrderChanged))]
[JsonSerializable(typeof(OrderCancelled))]
[JsonSerializable(typeof(TestDriveBooked))]
[JsonSerializable(typeof(TestDriveCompleted))]
[JsonSerializable(typeof(TestDriveCancelled))]
[JsonSerializable(typeof(VehicleDamaged))]
[JsonSerializable(typeof(VehicleRepaired))]
[JsonSerializable(typeof(VehicleExported))]
[JsonSerializable(typeof(VehicleScrapped))]
[JsonSerializable(typeof(VehicleWrittenOff))]
[JsonSerializable(typeof(VehicleStolen))]
[JsonSerializable(typeof(VehicleRecovered))]
[JsonSerializable(typeof(OwnershipRegistered))]
[JsonSerializable(typeof(OwnershipEnded))]
[JsonSerializable(typeof(VehicleMadeAvailable))]
[JsonSerializable(typeof(VehicleTransferred))]
[JsonSerializable(typeof(VehicleReserved))]
[JsonSerializable(typeof(ReservationReleased))]
[JsonSerializable(typeof(ReservationExpired))]
[JsonSerializable(typeof(VehicleHeld))]
[JsonSerializable(typeof(HoldReleased))]
[JsonSerializable(typeof(VehiclePlanned))]
[JsonSerializable(typeof(VehicleOrdered))]
[JsonSerializable(typeof(ProductionStarted))]
[JsonSerializable(typeof(VehicleBuilt))]
[JsonSerializable(typeof(VehicleShipped))]
[JsonSerializable(typeof(VehicleArrived))]
[JsonSerializable(typeof(VehicleReceived))]
[JsonSerializable(typeof(VehicleInspected))]
[JsonSerializable(typeof(VehicleAuctioned))]
[JsonSerializable(typeof(OdometerRead))]
[JsonSerializable(typeof(VehicleStateChanged))]
[JsonSerializable(typeof(WarrantyStarted))]
[JsonSerializable(typeof(WarrantyVoided))]
[JsonSerializable(typeof(WarrantyClaimed))]
[JsonSerializable(typeof(WarrantySettled))]
[JsonSerializable(typeof(MaintenancePlanSet))]
[JsonSerializable(typeof(WarrantyEnding))]
[JsonSerializable(typeof(ServiceBooked))]
[JsonSerializable(typeof(ServiceConfirmed))]
[JsonSerializable(typeof(ServiceRescheduled))]
[JsonSerializable(typeof(ServiceNoShow))]
[JsonSerializable(typeof(ServiceCancelled))]
[JsonSerializable(typeof(VehicleCheckedIn))]
[JsonSerializable(typeof(ServiceDue))]
[JsonSerializable(typeof(FaultObserved))]
[JsonSerializable(typeof(BreakdownReported))]
[JsonSerializable(typeof(EstimateGiven))]
[JsonSerializable(typeof(EstimateApproved))]
[JsonSerializable(typeof(EstimateDeclined))]
[JsonSerializable(typeof(WorkDeclined))]
[JsonSerializable(typeof(MilestoneReached))]
[JsonSerializable(typeof(PartsBackordered))]
[JsonSerializable(typeof(ServiceCompleted))]
[JsonSerializable(typeof(ReadyForPickup))]
[JsonSerializable(typeof(RepairOrderClosed))]
[JsonSerializable(typeof(RecallOpened))]
[JsonSerializable(typeof(RecallNotified))]
[JsonSerializable(typeof(RecallRemedied))]
[JsonSerializable(typeof(RecallCannotComplete))]
[JsonSerializable(typeof(RecallCancelled))]
[JsonSerializable(typeof(CaseOpened))]
[JsonSerializable(typeof(CaseAssigned))]
[JsonSerializable(typeof(CaseResponded))]
[JsonSerializable(typeof(CaseEscalated))]
[JsonSerializable(typeof(CaseResolved))]
[JsonSerializable(typeof(CaseReopened))]
[JsonSerializable(typeof(CaseClosed))]
[JsonSerializable(typeof(CaseOverdue))]
[JsonSerializable(typeof(SurveyAnswered))]
[JsonSerializable(typeof(OpeningTime))]
[JsonSerializable(typeof(FirstContactTarget))]
[JsonSerializable(typeof(DateOnly))]
[JsonSerializable(typeof(DealershipRegistered))]
[JsonSerializable(typeof(DealershipProfileChanged))]
[JsonSerializable(typeof(OrderOverdue))]
[JsonSerializable(typeof(ConflictDetected))]
[JsonSerializable(typeof(ConflictResolved))]
public sealed partial class EventJson : JsonSerializerContext;

/// <summary>Reads an amount that some senders give as a bare number, without a currency (ISO 4217 <c>XXX</c>).</summary>
public sealed class AmountConverter : JsonConverter<Money>
{
    /// <summary>The ISO 4217 code for an amount without a currency.</summary>
    public const string NoCurrency = "XXX";

    /// <inheritdoc />
    public override Money? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Number
            ? new Money(reader.GetDecimal(), NoCurrency)
            : JsonSerializer.Deserialize(ref reader, EventJson.Default.Money);

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value, EventJson.Default.Money);
}
