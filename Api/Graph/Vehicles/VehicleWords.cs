using AutoCrm.Actors.Orders;
using AutoCrm.Actors.Service;
using AutoCrm.Actors.Vehicles;
using GraphQL.Types;

namespace AutoCrm.Actors.Api.Graph.Vehicles;

/// <summary>An enumeration under the name of its own type.</summary>
internal abstract class WordsType<T> : EnumerationGraphType<T>
    where T : struct, Enum
{
    protected WordsType(string description)
    {
        Name = typeof(T).Name;
        Description = description;
    }
}

internal sealed class SupplyStateType() : WordsType<SupplyState>("Where a vehicle is on its way from the plan to the dealership's yard.");

internal sealed class SupplyMilestoneType() : WordsType<SupplyMilestone>("What is reported on a vehicle's way, in the usual order.");

internal sealed class InspectionResultType() : WordsType<InspectionResult>("The result of an inspection.");

internal sealed class CommercialStateType() : WordsType<CommercialState>("Whether a vehicle is for sale, kept, sold or delivered.");

internal sealed class StockKindType() : WordsType<StockKind>("As what a vehicle is for sale.");

internal sealed class HoldReasonType() : WordsType<HoldReason>("Why a vehicle may not be sold.");

internal sealed class ReturnKindType() : WordsType<ReturnKind>("How a vehicle comes back to a dealership.");

internal sealed class OwnershipStateType() : WordsType<OwnershipState>("Whose a vehicle is.");

internal sealed class OwnershipRoleType() : WordsType<OwnershipRole>("What a customer is to a vehicle.");

internal sealed class CareStateType() : WordsType<CareState>("Where a vehicle stands between use and workshop.");

internal sealed class JobStateType() : WordsType<JobState>("How far a repair order is.");

internal sealed class RepairMilestoneType() : WordsType<RepairMilestone>("The steps of a repair order, as the STAR standard names them.");

internal sealed class AppointmentEndType() : WordsType<AppointmentEnd>("How an appointment ends without the vehicle.");

internal sealed class FaultSeverityType() : WordsType<FaultSeverity>("How bad a fault is.");

internal sealed class RecallStateType() : WordsType<RecallState>("How far a vehicle is in a recall campaign.");

internal sealed class WarrantyStateType() : WordsType<WarrantyState>("Whether a warranty holds.");

internal sealed class WarrantyKindType() : WordsType<WarrantyKind>("What a warranty covers.");

internal sealed class EndStateType() : WordsType<EndState>("Whether a vehicle still exists for us.");
