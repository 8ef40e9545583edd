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

internal sealed class GrainStates(IGrainFactory grains) : ILiveStates
{
    public Task<Live<Vehicle>?> Vehicle(string vin, PositionToken? atLeast, CancellationToken cancellation) =>
        grains.GetGrain<IVehicleGrain>(Subject.Vehicle(vin).Key).Get(atLeast).WaitAsync(cancellation);

    public Task<Live<Customer>?> Customer(string id, PositionToken? atLeast, CancellationToken cancellation) =>
        grains.GetGrain<ICustomerGrain>(Subject.Customer(id).Key).Get(atLeast).WaitAsync(cancellation);

    public Task<Live<Dealership>?> Dealership(string code, PositionToken? atLeast, CancellationToken cancellation) =>
        grains.GetGrain<IDealershipGrain>(Subject.Dealership(code).Key).Get(atLeast).WaitAsync(cancellation);
}
