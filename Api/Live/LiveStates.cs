using AutoCrm.Actors.Api.Hosting;
using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Dealerships;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Vehicles;

namespace AutoCrm.Actors.Api.Live;

/// <summary>The live state of one actor.</summary>
internal interface ILiveStates
{
    Task<Live<Vehicle>?> Vehicle(string vin, PositionToken? atLeast, CancellationToken cancellation);

    Task<Live<Customer>?> Customer(string id, PositionToken? atLeast, CancellationToken cancellation);

    Task<Live<Dealership>?> Dealership(string code, PositionToken? atLeast, CancellationToken cancellation);
}

/// <summary>Asks the actors. A silo that is away is told at once, not after a time-out.</summary>
internal sealed class GrainStates(IGrainFactory grains, ClusterLink cluster) : ILiveStates
{
    public Task<Live<Vehicle>?> Vehicle(string vin, PositionToken? atLeast, CancellationToken cancellation) =>
        Ask(() => grains.GetGrain<IVehicleGrain>(Subject.Vehicle(vin).Key).Get(atLeast), cancellation);

    public Task<Live<Customer>?> Customer(string id, PositionToken? atLeast, CancellationToken cancellation) =>
        Ask(() => grains.GetGrain<ICustomerGrain>(Subject.Customer(id).Key).Get(atLeast), cancellation);

    public Task<Live<Dealership>?> Dealership(string code, PositionToken? atLeast, CancellationToken cancellation) =>
        Ask(() => grains.GetGrain<IDealershipGrain>(Subject.Dealership(code).Key).Get(atLeast), cancellation);

    private async Task<T> Ask<T>(Func<Task<T>> call, CancellationToken cancellation)
    {
        if (!cluster.IsUp)
        {
            throw new SiloUnavailableException("No silo is connected.");
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, cluster.Lost);
        try
        {
            return await call().WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new SiloUnavailableException("The last silo went away.");
        }
    }
}
