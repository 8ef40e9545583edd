using AutoCrm.Actors.Events;
using AutoCrm.Actors.Privacy;

namespace AutoCrm.Actors.Silo.Privacy;

/// <summary>A payload with personal members whose key has to be fetched first. It never leaves the reading of the log.</summary>
internal sealed record SealedPayload(byte[] Data) : EventPayload;

/// <summary>Makes typed payloads of what the log holds.</summary>
internal sealed class PersonalReading(CustomerKeys keys)
{
    /// <summary>
    /// Reads a payload at once if it can: nothing of it is personal, or its customer's key is here. Otherwise it is
    /// sealed until <see cref="Open(IEnumerable{IList{LoggedEvent}}, CancellationToken)"/>.
    /// </summary>
    public EventPayload Read(string type, byte[] data, string? customer, EventStamp stamp)
    {
        if (!PersonalData.IsIn(type) || data.AsSpan().IndexOf(PersonalPlace.Mark) < 0)
        {
            return EventCatalogue.Read(type, data);
        }

        return customer is null ? Read(type, data, keys.NoCustomer, null, stamp)
            : keys.TryFind(customer, out var key) ? Read(type, data, key.Key, customer, stamp)
            : new SealedPayload(data);
    }

    /// <summary>Opens what is still sealed. A customer without a key, or with a destroyed one, has told nothing personal.</summary>
    /// <param name="lists">Events as they were read; sealed ones are replaced.</param>
    /// <param name="cancellation">Ends it.</param>
    public async ValueTask Open(IEnumerable<IList<LoggedEvent>> lists, CancellationToken cancellation)
    {
        List<(IList<LoggedEvent> List, int At)>? found = null;
        foreach (var list in lists)
        {
            for (var i = 0; i < list.Count; i++)
            {
                if (list[i].Payload is SealedPayload)
                {
                    (found ??= []).Add((list, i));
                }
            }
        }

        if (found is null)
        {
            return;
        }

        var customers = await keys.Find(found.Select(one => one.List[one.At].Customer!), cancellation);
        foreach (var (list, at) in found)
        {
            var happened = list[at];
            var data = ((SealedPayload)happened.Payload).Data;
            var key = customers.GetValueOrDefault(happened.Customer!)?.Key;
            list[at] = happened with { Payload = Read(happened.Type, data, key, happened.Customer, happened.Stamp) };
        }
    }

    public ValueTask Open(IList<LoggedEvent> list, CancellationToken cancellation) => Open([list], cancellation);

    private static EventPayload Read(string type, byte[] data, DataKey? key, string? customer, EventStamp stamp) =>
        PersonalData.Read(type, data, key is null ? null : PersonalPlace.OfEvent(key, customer, stamp.Source, stamp.Id));
}
