using AutoCrm.Actors.Service;
using AutoCrm.Actors.Vehicles;

namespace AutoCrm.Actors.Api.Graph.Vehicles;

internal sealed class SupplyStateType() : WordType<SupplyState>("Where a vehicle is on its way from the plan to the dealership's yard.");

internal sealed class SupplyMilestoneType() : WordType<SupplyMilestone>("What is reported on a vehicle's way, in the usual order.");

internal sealed class InspectionResultType() : WordType<InspectionResult>("The result of an inspection.");

internal sealed class CommercialStateType() : WordType<CommercialState>("Whether a vehicle is for sale, kept, sold or delivered.");

internal sealed class StockKindType() : WordType<StockKind>("As what a vehicle is for sale.");

internal sealed class HoldReasonType() : WordType<HoldReason>("Why a vehicle may not be sold.");

internal sealed class OwnershipStateType() : WordType<OwnershipState>("Whose a vehicle is.");

internal sealed class CareStateType() : WordType<CareState>("Where a vehicle stands between use and workshop.");

internal sealed class JobStateType() : WordType<JobState>("How far a repair order is.");

internal sealed class AppointmentEndType() : WordType<AppointmentEnd>("How an appointment ends without the vehicle.");

internal sealed class FaultSeverityType() : WordType<FaultSeverity>("How bad a fault is.");

internal sealed class RecallStateType() : WordType<RecallState>("How far a vehicle is in a recall campaign.");

internal sealed class WarrantyStateType() : WordType<WarrantyState>("Whether a warranty holds.");

internal sealed class WarrantyKindType() : WordType<WarrantyKind>("What a warranty covers.");

internal sealed class EndStateType() : WordType<EndState>("Whether a vehicle still exists for us.");
