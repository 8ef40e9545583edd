using AutoCrm.Actors.Api.Graph.Vehicles;
using GraphQL;

namespace AutoCrm.Actors.Api.Graph.Orders;

/// <summary>The vehicle that something names: its actor is asked, nothing of it is kept elsewhere.</summary>
internal static class VehicleLink
{
    private static readonly HashSet<string> InName = ["id", "vin", "vinStatus", "__typename"];

    public static async ValueTask<VehicleView?> Of(string? vin, IResolveFieldContext context)
    {
        if (vin is null)
        {
            return null;
        }

        return !context.NeedsMoreThan(InName) ? new VehicleView { Vin = vin, Revision = 0, Dealerships = [] }
            : await context.Scope().Live.Vehicle(vin, context.CancellationToken) is { } live ? VehicleView.Of(live)
            : null;
    }
}
