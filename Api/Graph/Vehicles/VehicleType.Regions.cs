using AutoCrm.Actors.Vehicles;
using GraphQL.Types;

namespace AutoCrm.Actors.Api.Graph.Vehicles;

// The regions of the state. What depends on the time is told for the moment of the question.
internal sealed partial class VehicleType
{
    private void AddSupply()
    {
        Field<SupplyStateType>("supply").ForEveryone("Where it is on its way to a dealership; null where nothing is known of it.")
            .Resolve(c => c.Source.State?.Supply?.StateOf());
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<SupplyStepType>>>>("supplySteps")
            .ForEveryone("The latest report of each milestone on its way, in the usual order.")
            .Resolve(c => c.Source.State?.Supply?.Steps ?? []);
        Field<NonNullGraphType<EndStateType>>("end").ForEveryone("Whether it still exists for us.")
            .Resolve(c => VehicleEnd.StateOf(c.Source.State?.End));
    }

    private void AddTrade(TimeProvider time)
    {
        Field<CommercialStateType>("commercial").ForEveryone("Whether it is for sale, kept, sold or delivered; null where nothing is known of it.")
            .Resolve(c => c.Source.State is { } state ? VehicleTrade.StateOf(state, time.GetUtcNow()) : null);
        Field<VehicleStockType>("stock").ForEveryone("What dealerships did with it to sell it; null where nothing is known of it.")
            .Resolve(c => c.Source.State?.Stock);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<VehicleLifeType>>>>("lives")
            .ForEveryone("Its lives: each return from a customer begins another one.")
            .Resolve(c => c.Source.State is { } state ? VehicleTrade.Lives(state) : []);
        Field<OwnershipStateType>("ownership").ForEveryone("Whose it is; null where nothing is known of it.")
            .Resolve(c => c.Source.State is { } state ? OwnershipPeriods.StateOf(state, time.GetUtcNow()) : null);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<OwnershipPeriodType>>>>("ownershipPeriods")
            .ForEveryone("Who had it when, in the order in which it began; periods that contradict each other are there too.")
            .Resolve(c => c.Source.State is { } state ? OwnershipPeriods.Of(state) : []);
    }

    private void AddCare(TimeProvider time)
    {
        Field<CareStateType>("care").ForEveryone("Where it stands between use and workshop.")
            .Resolve(c => c.Source.State is { } state ? VehicleCare.StateOf(state, time.GetUtcNow()) : null);
        Field<NextServiceType>("nextService").ForEveryone("When it is to be serviced next; null without a maintenance plan.")
            .Resolve(c => c.Source.State is { } state && Maintenance.NextOf(state) is { } next
                ? new NextServiceView(next, next.IsDue(state, time.GetUtcNow()), state.Care?.Plan?.Value)
                : null);
        Field<FloatGraphType>("kmPerDay").ForEveryone("How fast it goes, by the readings of its odometer; null where they do not tell.")
            .Resolve(c => c.Source.State is { } state ? (double?)VehicleUse.KmPerDay(state) : null);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<AppointmentType>>>>("appointments")
            .ForEveryone("When a workshop expects or expected it.")
            .Resolve(c => (c.Source.State?.Care?.Appointments ?? []).Where(appointment => appointment.Expected is not null));
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<WorkshopJobType>>>>("openJobs")
            .ForEveryone("The repair orders that are open.").Resolve(c => OpenJobs(c.Source.State, time.GetUtcNow()));
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<RefusedWorkType>>>>("refusedWork")
            .ForEveryone("Work that a customer did not want, in order of occurrence.").Resolve(c => c.Source.State?.Care?.Refused ?? []);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<FaultType>>>>("faults")
            .ForEveryone("Faults that were observed, in order of occurrence.").Resolve(c => c.Source.State?.Care?.Faults ?? []);
        Field<InstantType>("lastBreakdown").ForEveryone("When it broke down last.").Resolve(c => c.Source.State?.Care?.Breakdown?.At);
    }

    private void AddPromises(TimeProvider time)
    {
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<RecallType>>>>("recalls")
            .ForEveryone("The recall campaigns that concern it.")
            .Resolve(c => c.Source.State is { } state
                ? state.Recalls.Select(recall => new RecallView(recall, recall.StateOf(state, time.GetUtcNow()), recall.ForbidsSale(time.GetUtcNow())))
                : []);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<WarrantyType>>>>("warranties")
            .ForEveryone("Its warranties, one of each kind.")
            .Resolve(c => c.Source.State is { } state
                ? (state.Warranty?.Covers ?? []).Where(cover => cover.Started is not null)
                    .Select(cover => new WarrantyView(cover, cover.StateOf(state, time.GetUtcNow())))
                : []);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<WarrantyClaimType>>>>("warrantyClaims")
            .ForEveryone("Claims under its warranties, as far as the caller may see their dealership.")
            .Resolve(c => (c.Source.State?.Warranty?.Claims ?? []).Where(claim => c.Caller().MayActFor(claim.Dealership)));
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<ConflictResolutionType>>>>("resolutions")
            .ForEveryone("What people decided about conflicts.").Resolve(c => c.Source.State?.Resolutions ?? []);
    }

    private static IEnumerable<WorkshopJobView> OpenJobs(Vehicle? vehicle, DateTimeOffset at)
    {
        foreach (var job in vehicle?.Care?.Jobs ?? [])
        {
            if (job.StateOf(vehicle!, at) is { } state and not JobState.Closed)
            {
                yield return new WorkshopJobView(job, state);
            }
        }
    }
}
