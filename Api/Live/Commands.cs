using AutoCrm.Actors.Api.Hosting;
using AutoCrm.Actors.Commands;
using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Vehicles;

namespace AutoCrm.Actors.Api.Live;

/// <summary>Brings commands to the actors that decide them.</summary>
internal interface ICommands
{
    Task<Outcome<Vehicle>> Reserve(string vin, ReserveVehicle command, CancellationToken cancellation);

    Task<Outcome<Vehicle>> Release(string vin, ReleaseReservation command, CancellationToken cancellation);

    Task<Outcome<Customer>> Customer(string id, EventCommand command, CancellationToken cancellation);

    Task<Outcome<Vehicle>> Vehicle(string vin, EventCommand command, CancellationToken cancellation);

    Task<Outcome<Customer>> Erase(string customer, EraseCustomer command, CancellationToken cancellation);

    Task<Outcome<Customer>> Merge(string customer, MergeCustomer command, CancellationToken cancellation);

    Task<Outcome<Customer>> Unmerge(string customer, UnmergeCustomer command, CancellationToken cancellation);

    /// <summary>Lets an actor fold its whole history anew.</summary>
    Task Rebuild(Subject subject, CancellationToken cancellation);
}

/// <summary>Calls the actors. Nothing is repeated here: the client repeats, with the same mutation id.</summary>
internal sealed class GrainCommands(IGrainFactory grains, ClusterLink cluster) : ICommands
{
    public Task<Outcome<Vehicle>> Reserve(string vin, ReserveVehicle command, CancellationToken cancellation) =>
        Ask(() => grains.GetGrain<IVehicleGrain>(Subject.Vehicle(vin).Key).Reserve(command), cancellation);

    public Task<Outcome<Vehicle>> Release(string vin, ReleaseReservation command, CancellationToken cancellation) =>
        Ask(() => grains.GetGrain<IVehicleGrain>(Subject.Vehicle(vin).Key).Release(command), cancellation);

    public Task<Outcome<Customer>> Customer(string id, EventCommand command, CancellationToken cancellation) =>
        Ask(() => grains.GetGrain<ICustomerGrain>(Subject.Customer(id).Key).Do(command), cancellation);

    public Task<Outcome<Vehicle>> Vehicle(string vin, EventCommand command, CancellationToken cancellation) =>
        Ask(() => grains.GetGrain<IVehicleGrain>(Subject.Vehicle(vin).Key).Do(command), cancellation);

    public Task<Outcome<Customer>> Erase(string customer, EraseCustomer command, CancellationToken cancellation) =>
        Ask(() => grains.GetGrain<ICustomerGrain>(Subject.Customer(customer).Key).Erase(command), cancellation);

    public Task<Outcome<Customer>> Merge(string customer, MergeCustomer command, CancellationToken cancellation) =>
        Ask(() => grains.GetGrain<ICustomerGrain>(Subject.Customer(customer).Key).Merge(command), cancellation);

    public Task<Outcome<Customer>> Unmerge(string customer, UnmergeCustomer command, CancellationToken cancellation) =>
        Ask(() => grains.GetGrain<ICustomerGrain>(Subject.Customer(customer).Key).Unmerge(command), cancellation);

    public Task Rebuild(Subject subject, CancellationToken cancellation) => Ask(() => grains.GetEntity(subject).Rebuild(), cancellation);

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
