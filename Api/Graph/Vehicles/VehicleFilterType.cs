using AutoCrm.Actors.Api.ReadModels;
using GraphQL;
using GraphQL.Types;

namespace AutoCrm.Actors.Api.Graph.Vehicles;

internal sealed class VehicleFilter
{
    public string? Make { get; set; }

    public string? Model { get; set; }

    public int? ModelYear { get; set; }

    public bool? HasConflicts { get; set; }

    public string? Dealership { get; set; }
}

internal sealed class VehicleFilterType : InputObjectGraphType<VehicleFilter>
{
    public VehicleFilterType()
    {
        Name = "VehicleFilter";
        Description = "What vehicles must have in common; what is left out does not matter.";
        Field<StringGraphType>("make").Description("The make, in any case.");
        Field<StringGraphType>("model").Description("The model, in any case.");
        Field<IntGraphType>("modelYear").Description("The model year.");
        Field<BooleanGraphType>("hasConflicts").Description("Whether there are contradictions.");
        Field<StringGraphType>("dealership").Description("The code of a dealership that reported about them.");
    }

    public static VehicleSearch Read(IResolveFieldContext context)
    {
        var filter = context.GetArgument<VehicleFilter?>("filter") ?? new VehicleFilter();
        return new VehicleSearch
        {
            Make = Arguments.Text(filter.Make, "filter.make"),
            Model = Arguments.Text(filter.Model, "filter.model"),
            ModelYear = filter.ModelYear,
            HasConflicts = filter.HasConflicts,
            Dealership = Arguments.VisibleDealership(filter.Dealership, context),
            Scope = context.Caller().Dealership,
        };
    }
}
