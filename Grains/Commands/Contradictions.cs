using AutoCrm.Actors.Commands;
using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Grains.Customers;
using AutoCrm.Actors.Grains.Vehicles;

namespace AutoCrm.Actors.Grains.Commands;

/// <summary>
/// The last guard of every command: what would become a conflict if it were reported is refused when it is asked for.
/// So a history that commands alone have made never contradicts itself, whatever the other rules forget.
/// </summary>
internal static class Contradictions
{
    public static Rejection? Of(VehicleAsk ask, DateTimeOffset now)
    {
        var happened = Happened(ask.Command, ask.Vehicle.Vin, ask.Command.Other, now);
        var kind = New(ask.Vehicle.Conflicts, VehicleFold.Apply(ask.Vehicle, happened).Conflicts)
            ?? (ask.Customer is { } customer ? KindOf(customer, happened) : null);
        return kind is null ? null : Refusal.Of(kind, "It would contradict what is known of the vehicle.");
    }

    public static Rejection? Of(Customer customer, EventCommand command, string? vin, DateTimeOffset now) =>
        KindOf(customer, Happened(command, vin, customer.Id, now)) is { } kind
            ? Refusal.Of(kind, "It would contradict what is known of the customer.")
            : null;

    private static string? KindOf(Customer customer, LoggedEvent happened) =>
        New(CustomerConflicts.Of(customer), CustomerConflicts.Of(CustomerFold.Apply(customer, happened)));

    private static string? New(IReadOnlyCollection<Conflict> before, IReadOnlyCollection<Conflict> after)
    {
        if (after.Count == 0)
        {
            return null;
        }

        var known = before.Select(conflict => conflict.Id).ToHashSet(StringComparer.Ordinal);
        return after.FirstOrDefault(conflict => !known.Contains(conflict.Id))?.Kind;
    }

    private static LoggedEvent Happened(EventCommand command, string? vin, string? customer, DateTimeOffset now) => new()
    {
        Position = default,
        Stamp = new EventStamp(now, command.MutationId, EventSources.Decisions),
        Type = EventCatalogue.TypeOf(command.Payload.GetType()),
        Dealership = command.Dealership,
        Customer = customer,
        Vin = vin,
        Payload = command.Payload,
    };
}
