using AutoCrm.Actors.Api.Graph.Service;
using AutoCrm.Actors.Api.Graph.Dealerships;
using AutoCrm.Actors.Api.Graph.Events;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Vehicles;
using GraphQL.Types;

namespace AutoCrm.Actors.Api.Graph.Vehicles;

/// <summary>The next service with what the moment of the question says about it.</summary>
internal sealed record NextServiceView(NextService Next, bool IsDue, MaintenancePlanSet? Plan);

internal sealed class NextServiceType : ObjectGraphType<NextServiceView>
{
    public NextServiceType()
    {
        Name = "NextService";
        Description = "When a vehicle is to be serviced next: by time or by distance, whichever comes first.";
        Field<NonNullGraphType<BooleanGraphType>>("isDue").ForEveryone("Whether it is due now.").Resolve(c => c.Source.IsDue);
        Field<InstantType>("at").ForEveryone("When, as far as can be foreseen.").Resolve(c => c.Source.Next.At);
        Field<InstantType>("due").ForEveryone("When it is due by time; null if time does not count.").Resolve(c => c.Source.Next.Due);
        Field<FloatGraphType>("dueKm").ForEveryone("At which distance over all meters it is due, in kilometres; null if distance does not count.")
            .Resolve(c => (double?)c.Source.Next.DueKm);
        Field<InstantType>("expected").ForEveryone("When that distance is reached, by how fast the vehicle goes.").Resolve(c => c.Source.Next.Expected);
        Field<NonNullGraphType<InstantType>>("since").ForEveryone("The service or delivery from which it is counted.").Resolve(c => c.Source.Next.Since);
        Field<StringGraphType>("plan").ForEveryone("The maintenance plan's name or code.").Resolve(c => c.Source.Plan?.Plan);
    }
}

internal sealed class AppointmentType : ObjectGraphType<Appointment>
{
    public AppointmentType()
    {
        Name = "ServiceAppointment";
        Description = "A vehicle is or was expected in a workshop.";
        Field<StringGraphType>("id").For(Access.Business<Appointment>(a => a.Dealership), "The appointment's number; for headquarters and the dealership.")
            .Resolve(c => c.Source.Id);
        Field<NonNullGraphType<InstantType>>("expected").ForEveryone("When it is expected.").Resolve(c => c.Source.Expected!.Value);
        Field<NonNullGraphType<BooleanGraphType>>("isOpen").ForEveryone("Whether it is still expected.").Resolve(c => c.Source.IsOpen());
        Field<InstantType>("confirmed").ForEveryone("When the dealership confirmed it.").Resolve(c => c.Source.Confirmed?.At);
        Field<AppointmentEndType>("ended").ForEveryone("How it ended without the vehicle.").Resolve(c => c.Source.IsOpen() ? null : c.Source.Ended?.Value);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<StringGraphType>>>>("recalls").ForEveryone("The recall campaigns that are to be remedied.")
            .Resolve(c => c.Source.Recalls);
        Field<DealershipType>("dealership").ForEveryone("Where, if the caller may see that dealership.")
            .ResolveAsync(async c => await DealershipType.Linked(c.Source.Dealership, c));
    }
}

/// <summary>A repair order with its state at the moment of the question.</summary>
internal sealed record WorkshopJobView(WorkshopJob Job, JobState State);

internal sealed class WorkshopJobType : ObjectGraphType<WorkshopJobView>
{
    public WorkshopJobType()
    {
        var workshop = Access.Business<WorkshopJobView>(view => view.Job.Dealership);
        Name = "WorkshopJob";
        Description = "A repair order that is open.";
        Field<NonNullGraphType<StringGraphType>>("repairOrder").ForEveryone("The repair order's number at the dealership.").Resolve(c => c.Source.Job.Id);
        Field<NonNullGraphType<JobStateType>>("state").ForEveryone("How far it is.").Resolve(c => c.Source.State);
        Field<RepairMilestoneType>("milestone").ForEveryone("The latest step of the work.").Resolve(c => c.Source.Job.Milestone?.Value);
        Field<InstantType>("checkedIn").ForEveryone("When the vehicle came.").Resolve(c => c.Source.Job.CheckedIn);
        Field<InstantType>("promised").ForEveryone("When it was promised to be ready.").Resolve(c => c.Source.Job.Promised?.Value);
        Field<InstantType>("partsExpected").ForEveryone("When a part that it waits for is expected.").Resolve(c => c.Source.Job.PartsExpected?.Value);
        Field<MoneyType>("estimate").For(workshop, "What it is going to cost; for headquarters and the dealership.").Resolve(c => c.Source.Job.Estimate?.Value);
        Field<BooleanGraphType>("approved").For(workshop, "Whether the customer agreed to an estimate; for headquarters and the dealership.")
            .Resolve(c => c.Source.Job.Approved?.Value);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<StringGraphType>>>>("recalls").ForEveryone("The recall campaigns that are to be remedied.")
            .Resolve(c => c.Source.Job.Recalls);
        Field<DealershipType>("dealership").ForEveryone("Where, if the caller may see that dealership.")
            .ResolveAsync(async c => await DealershipType.Linked(c.Source.Job.Dealership, c));
    }
}

internal sealed class RefusedWorkType : ObjectGraphType<RefusedWork>
{
    public RefusedWorkType()
    {
        Name = "RefusedWork";
        Description = "Work that a customer did not want.";
        Field<NonNullGraphType<InstantType>>("at").ForEveryone("When it was refused.").Resolve(c => c.Source.By.At);
        Field<NonNullGraphType<StringGraphType>>("line").ForEveryone("What was not done.").Resolve(c => c.Source.Line);
        Field<NonNullGraphType<StringGraphType>>("repairOrder").ForEveryone("The repair order's number at the dealership.").Resolve(c => c.Source.RepairOrder);
        Field<MoneyType>("amount").For(Access.Business<RefusedWork>(work => work.Dealership), "What it would have cost; for headquarters and the dealership.")
            .Resolve(c => c.Source.Amount);
        Field<DealershipType>("dealership").ForEveryone("Where, if the caller may see that dealership.")
            .ResolveAsync(async c => await DealershipType.Linked(c.Source.Dealership, c));
    }
}

internal sealed class FaultType : ObjectGraphType<Fault>
{
    public FaultType()
    {
        Name = "Fault";
        Description = "A fault that was observed.";
        Field<NonNullGraphType<InstantType>>("at").ForEveryone("When.").Resolve(c => c.Source.By.At);
        Field<NonNullGraphType<StringGraphType>>("code").ForEveryone("The fault's code.").Resolve(c => c.Source.Code);
        Field<NonNullGraphType<FaultSeverityType>>("severity").ForEveryone("How bad it is.").Resolve(c => c.Source.Severity);
        Field<DealershipType>("dealership").ForEveryone("Who reported it, if the caller may see that dealership.")
            .ResolveAsync(async c => await DealershipType.Linked(c.Source.Dealership, c));
    }
}

/// <summary>A recall with its state at the moment of the question.</summary>
internal sealed record RecallView(VehicleRecall Recall, RecallState State, bool ForbidsSale);

internal sealed class RecallType : ObjectGraphType<RecallView>
{
    public RecallType()
    {
        Name = "VehicleRecall";
        Description = "A recall campaign, as far as it concerns a vehicle.";
        Field<NonNullGraphType<StringGraphType>>("campaign").ForEveryone("The recall campaign's number at the maker.").Resolve(c => c.Source.Recall.Campaign);
        Field<NonNullGraphType<RecallStateType>>("state").ForEveryone("How far the vehicle is.").Resolve(c => c.Source.State);
        Field<NonNullGraphType<BooleanGraphType>>("forbidsSale").ForEveryone("Whether the vehicle must not be delivered now.").Resolve(c => c.Source.ForbidsSale);
        Field<StringGraphType>("remedy").ForEveryone("What is to be done.").Resolve(c => c.Source.Recall.Opened?.Value.Remedy);
        Field<InstantType>("opened").ForEveryone("When it was opened.").Resolve(c => c.Source.Recall.Opened?.By.At);
        Field<InstantType>("notified").ForEveryone("When the owner was told last.").Resolve(c => c.Source.Recall.Notified?.At);
        Field<InstantType>("remedied").ForEveryone("When it was remedied.").Resolve(c => c.Source.Recall.Remedied?.By.At);
        Field<StringGraphType>("cannotComplete").ForEveryone("Why it could not be remedied.").Resolve(c => c.Source.Recall.CannotComplete?.Value);
    }
}

/// <summary>A warranty with its state at the moment of the question.</summary>
internal sealed record WarrantyView(WarrantyCover Cover, WarrantyState? State);

internal sealed class WarrantyType : ObjectGraphType<WarrantyView>
{
    public WarrantyType()
    {
        Name = "Warranty";
        Description = "A warranty: it ends by time or by distance, whichever comes first.";
        Field<NonNullGraphType<WarrantyKindType>>("kind").ForEveryone("What it covers.").Resolve(c => c.Source.Cover.Kind);
        Field<WarrantyStateType>("state").ForEveryone("Whether it holds; null before it begins.").Resolve(c => c.Source.State);
        Field<NonNullGraphType<InstantType>>("from").ForEveryone("Since when.").Resolve(c => c.Source.Cover.Started!.Value.From);
        Field<InstantType>("ends").ForEveryone("When it ends by time.").Resolve(c => c.Source.Cover.Ends());
        Field<FloatGraphType>("endsAtKm").ForEveryone("At which distance it ends, in kilometres.").Resolve(c => (double?)c.Source.Cover.EndsAtKm());
    }
}

internal sealed class WarrantyClaimType : ObjectGraphType<WarrantyClaim>
{
    public WarrantyClaimType()
    {
        Name = "WarrantyClaim";
        Description = "A claim under a warranty.";
        Field<NonNullGraphType<StringGraphType>>("id").ForEveryone("The claim's number at the dealership.").Resolve(c => c.Source.Id);
        Field<InstantType>("claimed").ForEveryone("When it was made.").Resolve(c => c.Source.Claimed?.By.At);
        Field<StringGraphType>("repairOrder").ForEveryone("The repair order.").Resolve(c => c.Source.Claimed?.Value.RepairOrder);
        Field<MoneyType>("amount").ForEveryone("How much was asked for.").Resolve(c => c.Source.Claimed?.Value.Amount);
        Field<InstantType>("settled").ForEveryone("When the maker answered.").Resolve(c => c.Source.Settled?.By.At);
        Field<BooleanGraphType>("accepted").ForEveryone("Whether the maker accepted it; null while there is no answer.")
            .Resolve(c => c.Source.Settled is { } settled ? settled.Value.Accepted ?? true : null);
        Field<MoneyType>("paid").ForEveryone("How much the maker pays.").Resolve(c => c.Source.Settled?.Value.Amount);
        Field<DealershipType>("dealership").ForEveryone("The dealership.")
            .ResolveAsync(async c => await DealershipType.Linked(c.Source.Dealership, c));
    }
}

internal sealed class ConflictResolutionType : ObjectGraphType<Stamped<ConflictResolved>>
{
    public ConflictResolutionType()
    {
        Name = "ConflictResolution";
        Description = "What somebody decided about a conflict.";
        Field<NonNullGraphType<IdGraphType>>("conflict").ForEveryone("The conflict's id.").Resolve(c => c.Source.Value.Conflict);
        Field<NonNullGraphType<InstantType>>("at").ForEveryone("When.").Resolve(c => c.Source.By.At);
        Field<NonNullGraphType<StringGraphType>>("how").ForEveryone("How.").Resolve(c => c.Source.Value.How);
        Field<EventStampType>("right").ForEveryone("The event that is right.").Resolve(c => c.Source.Value.Right);
        Field<StringGraphType>("by").For(Access.Business<Stamped<ConflictResolved>>(_ => null), "Who decided; for headquarters.").Resolve(c => c.Source.Value.By);
    }
}
