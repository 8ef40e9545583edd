using AutoCrm.Actors.Api.Graph.Dealerships;
using AutoCrm.Actors.Api.Graph.Events;
using AutoCrm.Actors.Vehicles;
using GraphQL;
using GraphQL.Types;

namespace AutoCrm.Actors.Api.Graph.Vehicles;

internal sealed partial class VehicleType : ObjectGraphType<VehicleView>
{
    private static readonly HashSet<string> InRow =
        ["id", "vin", "vinStatus", "revision", "make", "model", "modelYear", "dealerships", "timeline", "__typename"];

    public VehicleType(Timelines timelines, TimeProvider time)
    {
        Name = "Vehicle";
        Description = "A vehicle: everything that was ever reported about its VIN.";
        Field<NonNullGraphType<IdGraphType>>("id").ForEveryone("The VIN.").Resolve(c => c.Source.Vin);
        Field<NonNullGraphType<StringGraphType>>("vin").ForEveryone("The VIN, in upper case.").Resolve(c => c.Source.Vin);
        Field<NonNullGraphType<VinStatusType>>("vinStatus").ForEveryone("What the number is, by its length and check digit.")
            .Resolve(c => Vin.StatusOf(c.Source.Vin));
        Field<NonNullGraphType<IntGraphType>>("revision").ForEveryone("How many events are folded.").Resolve(c => Numbers.ToInt(c.Source.Revision));
        Field<StringGraphType>("make").ForEveryone("The make, by the latest report.").Resolve(c => c.Source.Make);
        Field<StringGraphType>("model").ForEveryone("The model, by the latest report.").Resolve(c => c.Source.Model);
        Field<IntGraphType>("modelYear").ForEveryone("The model year, by the latest report.").Resolve(c => c.Source.ModelYear);
        Field<StringGraphType>("trim").ForEveryone("The trim level, by the latest report.").Resolve(c => c.Source.State?.Trim?.Value);
        Field<StringGraphType>("color").ForEveryone("The exterior colour, by the latest report.").Resolve(c => c.Source.State?.Color?.Value);
        Field<OdometerType>("odometer").ForEveryone("The latest plausible reading.").Resolve(c => c.Source.State?.Odometer);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<ConflictType>>>>("conflicts")
            .ForEveryone("Contradictions, in order of occurrence.").Resolve(c => c.Source.State?.Conflicts ?? []);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<VehicleSaleType>>>>("sales")
            .ForEveryone("Sales of every kind, in order of occurrence.").Resolve(c => c.Source.State?.Sales ?? []);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<ServiceVisitType>>>>("serviceVisits")
            .ForEveryone("Completed workshop visits, in order of occurrence.").Resolve(c => c.Source.State?.ServiceVisits ?? []);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<ReservationType>>>>("reservations")
            .ForEveryone("Reservations, open or ended.").Resolve(c => c.Source.State?.Reservations.Where(r => r.Reserved is not null) ?? []);
        AddSupply();
        AddTrade(time);
        AddCare(time);
        AddPromises(time);
        Field<NonNullGraphType<TimelineConnectionType>>("timeline")
            .ForEveryone("Every event about the vehicle, in order of occurrence.")
            .Paged()
            .ResolveAsync(async c => await timelines.Of(Subject.Vehicle(c.Source.Vin), c));
        Field<StringGraphType>("position").ForEveryone("How fresh the state is.").Resolve(c => c.Source.Live?.Applied.ToString());
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<DealershipType>>>>("dealerships")
            .ForEveryone("The dealerships that reported about it, as far as the caller may see them.")
            .ResolveAsync(async c => await DealershipType.Linked(c.Source.Dealerships, c));
    }

    /// <summary>A row of a list, with the live state if a selected field needs it.</summary>
    public static async ValueTask<VehicleView> Full(VehicleView row, IResolveFieldContext context) =>
        context.NeedsMoreThan(InRow) && await context.Scope().Live.Vehicle(row.Vin, context.CancellationToken) is { } live
            ? VehicleView.Of(live)
            : row;
}

internal sealed class VehicleConnectionType() : ConnectionType<VehicleView, VehicleEdgeType>("Vehicle");

internal sealed class VehicleEdgeType() : EdgeType<VehicleView, VehicleType>("Vehicle")
{
    protected override ValueTask<VehicleView> Node(VehicleView node, IResolveFieldContext context) => VehicleType.Full(node, context);
}

internal sealed class VinStatusType() : WordType<VinStatus>("What a vehicle's number is.");
