using AutoCrm.Actors.Api.ReadModels;
using AutoCrm.Actors.Vehicles;
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

    public CommercialState? Commercial { get; set; }

    public string? StockOf { get; set; }
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
        Field<CommercialStateType>("commercial").Description("The commercial state, as far as it was reported: a reservation counts until it is reported to have ended.");
        Field<StringGraphType>("stockOf").Description("The code of the dealership that has them in its stock, or had them last.");
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
            Commercial = filter.Commercial?.ToString(),
            Holder = Arguments.VisibleDealership(filter.StockOf, context, "filter.stockOf"),
            Scope = context.Caller().Dealership,
        };
    }
}
