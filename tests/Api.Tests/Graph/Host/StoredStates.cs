using System.Collections.Concurrent;
using AutoCrm.Actors.Api.Live;
using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Dealerships;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Vehicles;

namespace AutoCrm.Actors.Api.Tests.Graph.Host;

/// <summary>Live states that a test sets, where a running system asks actors.</summary>
internal sealed class StoredStates : ILiveStates
{
    private readonly ConcurrentDictionary<Subject, object> states = new();
    private int running;

    public int Asked;
    public int MostAtOnce;

    /// <summary>When set, every question waits for it.</summary>
    public Task Pause { get; set; } = Task.CompletedTask;

    /// <summary>When set, every question fails with it.</summary>
    public Exception? Failure { get; set; }

    public ConcurrentQueue<PositionToken?> AtLeasts { get; } = new();

    public void Set(Live<Vehicle> live) => states[Subject.Vehicle(live.State.Vin)] = live;

    public void Set(Live<Customer> live) => states[Subject.Customer(live.State.Id)] = live;

    public void Set(Live<Dealership> live) => states[Subject.Dealership(live.State.Code)] = live;

    public Task<Live<Vehicle>?> Vehicle(string vin, PositionToken? atLeast, CancellationToken cancellation) =>
        Get<Live<Vehicle>>(Subject.Vehicle(vin), atLeast, cancellation);

    public Task<Live<Customer>?> Customer(string id, PositionToken? atLeast, CancellationToken cancellation) =>
        Get<Live<Customer>>(Subject.Customer(id), atLeast, cancellation);

    public Task<Live<Dealership>?> Dealership(string code, PositionToken? atLeast, CancellationToken cancellation) =>
        Get<Live<Dealership>>(Subject.Dealership(code), atLeast, cancellation);

    private async Task<T?> Get<T>(Subject subject, PositionToken? atLeast, CancellationToken cancellation)
        where T : class
    {
        Interlocked.Increment(ref Asked);
        AtLeasts.Enqueue(atLeast);
        var now = Interlocked.Increment(ref running);
        MostAtOnce = Math.Max(MostAtOnce, now);
        try
        {
            await Task.Yield();
            await Pause.WaitAsync(cancellation);
            return Failure is null ? (T?)states.GetValueOrDefault(subject) : throw Failure;
        }
        finally
        {
            Interlocked.Decrement(ref running);
        }
    }
}
