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
internal sealed class GrainStates(IGrainFactory grains, ClusterCalls calls) : ILiveStates
{
    // Far more than a cold actor needs; less than it takes the silos to give up one that hangs.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public Task<Live<Vehicle>?> Vehicle(string vin, PositionToken? atLeast, CancellationToken cancellation) =>
        Ask(() => grains.GetGrain<IVehicleGrain>(Subject.Vehicle(vin).Key).Get(atLeast), cancellation);

    public Task<Live<Customer>?> Customer(string id, PositionToken? atLeast, CancellationToken cancellation) =>
        Ask(() => grains.GetGrain<ICustomerGrain>(Subject.Customer(id).Key).Get(atLeast), cancellation);

    public Task<Live<Dealership>?> Dealership(string code, PositionToken? atLeast, CancellationToken cancellation) =>
        Ask(() => grains.GetGrain<IDealershipGrain>(Subject.Dealership(code).Key).Get(atLeast), cancellation);

    private Task<T> Ask<T>(Func<Task<T>> call, CancellationToken cancellation) =>
        calls.Ask(_ => call(), Patience, _ => false, cancellation);
}
