using System.Collections.Concurrent;
using AutoCrm.Actors.Api.Live;
using AutoCrm.Actors.Commands;
using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Vehicles;

namespace AutoCrm.Actors.Api.Tests.Graph.Host;

/// <summary>Answers commands as a test sets it, where a running system asks actors.</summary>
internal sealed class StoredCommands : ICommands
{
    public Outcome<Vehicle> Answer { get; set; } = new();

    public ActorCommand? Last { get; private set; }

    public ConcurrentQueue<Subject> Rebuilt { get; } = new();

    public Task<Outcome<Vehicle>> Reserve(string vin, ReserveVehicle command, CancellationToken cancellation) => Note(command);

    public Task<Outcome<Vehicle>> Release(string vin, ReleaseReservation command, CancellationToken cancellation) => Note(command);

    public Outcome<Customer> CustomerAnswer { get; set; } = new();

    public string? LastCustomer { get; private set; }

    public Task<Outcome<Customer>> Customer(string id, EventCommand command, CancellationToken cancellation) => OfCustomer(id, command);

    public Task<Outcome<Customer>> Erase(string customer, EraseCustomer command, CancellationToken cancellation) => OfCustomer(customer, command);

    public Task<Outcome<Customer>> Merge(string customer, MergeCustomer command, CancellationToken cancellation) => OfCustomer(customer, command);

    public Task<Outcome<Customer>> Unmerge(string customer, UnmergeCustomer command, CancellationToken cancellation) => OfCustomer(customer, command);

    public Task<Outcome<Vehicle>> Vehicle(string vin, EventCommand command, CancellationToken cancellation) => Note(command);

    public Task Rebuild(Subject subject, CancellationToken cancellation)
    {
        Rebuilt.Enqueue(subject);
        return Task.CompletedTask;
    }

    private Task<Outcome<Customer>> OfCustomer(string id, ActorCommand command)
    {
        (Last, LastCustomer) = (command, id);
        return Task.FromResult(CustomerAnswer);
    }

    private Task<Outcome<Vehicle>> Note(ActorCommand command)
    {
        Last = command;
        return Task.FromResult(Answer);
    }
}
