using AutoCrm.Actors.Api.Auth;
using AutoCrm.Actors.Api.Live;
using GraphQL;
using GraphQL.Types;

namespace AutoCrm.Actors.Api.Graph.Vehicles;

internal sealed class VehicleSubscriptions(VehicleChanges changes)
{
    private static readonly Access Allowed = Access.Root(CallerRole.Headquarters, CallerRole.Dealership, CallerRole.Subscriber);

    public void AddTo(ObjectGraphType subscription)
    {
        subscription.Field<NonNullGraphType<VehicleType>, VehicleView>("vehicleChanged")
            .For(Allowed, "The vehicle as it is now, if anything is known about it, and then after each change; a slow reader gets the latest.")
            .Argument<NonNullGraphType<IdGraphType>>("vin", "The VIN; blanks, dashes and lower case are put right.")
            .ResolveStream(Watch);
    }

    private IObservable<VehicleView?> Watch(IResolveFieldContext context)
    {
        var vin = context.VinOf() ?? throw Arguments.Bad("vin", "is too short to be a vehicle's number");
        return new GatedStream<VehicleView>(cancellation => Views(vin, cancellation), context.Scope().Delivery);
    }

    private async IAsyncEnumerable<VehicleView> Views(string vin, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var live in changes.Of(vin, cancellation))
        {
            yield return VehicleView.Of(live);
        }
    }
}
