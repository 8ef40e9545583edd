using AutoCrm.Actors.Events;
using AutoCrm.Actors.Privacy;
using AutoCrm.Actors.Silo.Events;

namespace AutoCrm.Actors.Silo.Privacy;

/// <summary>Encrypts what is personal in events on their way into the log: once each, with the keys of many fetched at once.</summary>
internal sealed class PersonalSealing(CustomerKeys keys)
{
    private static readonly string ErasedType = EventCatalogue.TypeOf(typeof(Customers.CustomerErased));

    public async ValueTask Seal(IReadOnlyList<PendingEvent> events, CancellationToken cancellation)
    {
        List<PendingEvent>? personal = null;
        foreach (var pending in events)
        {
            if (pending.Stored is null && IsPersonal(pending))
            {
                (personal ??= []).Add(pending);
            }
        }

        if (personal is null)
        {
            return;
        }

        var customers = await keys.FindOrMake(personal.Select(e => e.Reported.Customer).OfType<string>(), cancellation);
        foreach (var pending in personal)
        {
            Seal(pending, pending.Reported.Customer is { } customer ? customers[customer].Key : keys.NoCustomer);
        }
    }

    /// <summary>The customers whose keys the events destroy: an erasure is in the log if and only if the key is gone.</summary>
    public static string[] ErasedBy(IReadOnlyList<PendingEvent> events)
    {
        List<string>? erased = null;
        foreach (var pending in events)
        {
            if (pending.Reported is { Customer: { } customer, Type: var type } && type == ErasedType)
            {
                (erased ??= []).Add(customer);
            }
        }

        return erased is null ? [] : [.. erased.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    /// <summary>Their keys are destroyed.</summary>
    public void Forget(string[] erased) => Array.ForEach(erased, keys.Cache.Destroy);

    private static bool IsPersonal(PendingEvent pending)
    {
        var reported = pending.Reported;
        if (PersonalData.IsIn(reported.Type, reported.Data) || (reported.Attributes is { } attributes && PersonalData.IsInAttributes(attributes)))
        {
            return true;
        }

        pending.Stored = reported;
        return false;
    }

    private static void Seal(PendingEvent pending, DataKey? key)
    {
        var reported = pending.Reported;
        var place = key is null ? null : PersonalPlace.OfEvent(key, reported.Customer, reported.Source, reported.Id);
        pending.Stored = reported with
        {
            Data = PersonalData.Seal(reported.Type, reported.Data, place),
            Attributes = reported.Attributes is { } attributes ? PersonalData.SealAttributes(attributes, place) : null,
        };
    }
}
