using AutoCrm.Actors.Events;
using AutoCrm.Actors.Grains.Events;

namespace AutoCrm.Actors.Silo.Tests.Simulation;

/// <summary>Brings what a silo's actors tell into the world's log: late, again where an answer is lost, and once.</summary>
internal sealed class SimulatedAnnouncements(World world, SimulatedSilo silo) : IAnnouncements
{
    private List<NewEvent> collected = [];
    private TaskCompletionSource next = new();
    private Task underWay = Task.CompletedTask;

    public void Add(IReadOnlyCollection<NewEvent> events) => collected.AddRange(events);

    public Task Told() => collected.Count > 0 ? next.Task : underWay;

    public async Task Run()
    {
        while (true)
        {
            await silo.Pause(3);
            if (collected.Count > 0)
            {
                var (events, told) = (collected, next);
                (collected, next, underWay) = ([], new(), told.Task);
                await Append(events);
                told.SetResult();
            }
        }
    }

    private async Task Append(List<NewEvent> events)
    {
        while (true)
        {
            try
            {
                await silo.Ask(() => events.Count(TryAppend));
                return;
            }
            catch (IOException)
            {
                // They are appended again.
            }
        }
    }

    private bool TryAppend(NewEvent derived)
    {
        var isKnown = world.Log.Any(events => events.Any(e => e.Stamp.Source == derived.Source && e.Stamp.Id == derived.Id));
        if (!isKnown)
        {
            world.Append(derived.Dealership is { } code ? int.Parse(code[1..], System.Globalization.CultureInfo.InvariantCulture) : 0, position => new LoggedEvent
            {
                Position = position,
                Stamp = new EventStamp(derived.Time, derived.Id, derived.Source),
                Type = derived.Type,
                Dealership = derived.Dealership,
                Customer = derived.Customer,
                Vin = derived.Vin,
                Payload = EventCatalogue.Read(derived.Type, derived.Data),
            });
        }

        return !isKnown;
    }
}
