using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using AutoCrm.Actors.Api.Live;
using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Dealerships;
using AutoCrm.Actors.Vehicles;

namespace AutoCrm.Actors.Api.Graph;

/// <summary>Asks each actor once per operation, and only so many at the same time.</summary>
[SuppressMessage("Reliability", "CA1001", Justification = "A semaphore whose wait handle is never asked for holds nothing.")]
internal sealed class LiveLoader(ILiveStates states, int parallel)
{
    private readonly SemaphoreSlim slots = new(parallel);
    private readonly ConcurrentDictionary<Subject, Lazy<Task<object?>>> asked = new();

    public async Task<Live<Vehicle>?> Vehicle(string vin, CancellationToken cancellation) =>
        (Live<Vehicle>?)await Once(Subject.Vehicle(vin), async () => await states.Vehicle(vin, null, cancellation), cancellation);

    public async Task<Live<Customer>?> Customer(string id, CancellationToken cancellation) =>
        (Live<Customer>?)await Once(Subject.Customer(id), async () => await states.Customer(id, null, cancellation), cancellation);

    public async Task<Live<Dealership>?> Dealership(string code, CancellationToken cancellation) =>
        (Live<Dealership>?)await Once(Subject.Dealership(code), async () => await states.Dealership(code, null, cancellation), cancellation);

    private Task<object?> Once(Subject subject, Func<Task<object?>> ask, CancellationToken cancellation) =>
        asked.GetOrAdd(subject, _ => new Lazy<Task<object?>>(() => InSlot(ask, cancellation))).Value;

    private async Task<object?> InSlot(Func<Task<object?>> ask, CancellationToken cancellation)
    {
        await slots.WaitAsync(cancellation);
        try
        {
            return await ask();
        }
        finally
        {
            slots.Release();
        }
    }
}
