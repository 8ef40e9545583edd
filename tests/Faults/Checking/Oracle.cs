using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Dealerships;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Grains;
using AutoCrm.Actors.Grains.Customers;
using AutoCrm.Actors.Grains.Dealerships;
using AutoCrm.Actors.Grains.Vehicles;
using AutoCrm.Actors.Vehicles;

namespace AutoCrm.Actors.Faults.Checking;

/// <summary>What the actors must be: a fold of the log's events in memory, by one thread, with the product's own rules.</summary>
internal sealed class Oracle
{
    private readonly Dictionary<string, Folded> actors = [];

    public IEnumerable<string> Subjects => actors.Keys;

    /// <summary>Folds an event for all that it is about.</summary>
    public void Fold(StoredEvent stored)
    {
        if (stored.Event.Payload is UnreadablePayload)
        {
            return;
        }

        foreach (var subject in stored.Subjects())
        {
            var before = actors.GetValueOrDefault(subject);
            var state = Apply(before?.State ?? Unborn(Subject.OfKey(subject)), stored.Event);
            actors[subject] = new Folded(state, (before?.Revision ?? 0) + 1);
        }
    }

    public long RevisionOf(string subject) => actors.GetValueOrDefault(subject)?.Revision ?? 0;

    /// <summary>The whole state as text, comparable with <see cref="Text{T}"/>; null for an actor without events.</summary>
    public string? StateOf(string subject) => actors.GetValueOrDefault(subject)?.State switch
    {
        Vehicle vehicle => Text(vehicle),
        Customer customer => Text(customer),
        DealershipBook book => Text(book.At(TimeProvider.System.GetUtcNow())),
        _ => null,
    };

    /// <summary>The row that makes the actor searchable, as text; null for an actor without events.</summary>
    public string? RowOf(string subject) => actors.GetValueOrDefault(subject)?.State switch
    {
        Vehicle v => RowText.Vehicle(
            v.Make?.Value, v.Model?.Value, v.ModelYear?.Value, v.Odometer?.Km, v.Sales.Length, v.OpenConflicts(), v.Dealerships, v.LastEvent?.At),
        Customer c => RowText.Customer(
            c.Profile.Name?.Value, c.Stage.ToString(), c.Orders.Length, c.Deliveries.Length, c.Dealerships, c.LastEvent?.At),
        DealershipBook d => RowText.Dealership(
            d.Count(DealershipOverview.Registered),
            d.Count(DealershipOverview.Placed),
            d.Count(DealershipOverview.Delivered),
            d.Count(DealershipOverview.Auctioned),
            d.Count(DealershipOverview.Completed),
            d.LastEvent?.At),
        _ => null,
    };

    /// <summary>A whole state as text. What of a dealership depends on the day is left out.</summary>
    public static string Text<T>(T state)
        where T : class => state is Dealership dealership
            ? JsonSerializer.Serialize(dealership with { Today = null, Tomorrow = null })
            : JsonSerializer.Serialize(state, (JsonTypeInfo<T>)SnapshotJson.Default.GetTypeInfo(typeof(T))!);

    private static object Unborn(Subject subject) => subject.Kind switch
    {
        SubjectKind.Vehicle => new Vehicle { Vin = subject.Id },
        SubjectKind.Customer => new Customer { Id = subject.Id },
        _ => new DealershipBook { Code = subject.Id },
    };

    private static object Apply(object state, LoggedEvent happened) => state switch
    {
        Vehicle vehicle => VehicleFold.Apply(vehicle, happened),
        Customer customer => CustomerFold.Apply(customer, happened),
        DealershipBook book => DealershipFold.Apply(book, happened),
        _ => throw new InvalidOperationException($"There is no fold for {state.GetType()}."),
    };

    private sealed record Folded(object State, long Revision);
}
