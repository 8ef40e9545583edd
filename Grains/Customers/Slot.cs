using System.Collections.Immutable;
using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Grains.Customers;

/// <summary>
/// The place of one numbered thing in its list. Beyond the bound the front goes: because the order never changes, what
/// was let go stays gone, and what stays has all its events, whatever came first.
/// </summary>
internal readonly struct Slot<T>(ImmutableArray<T> all, string? dealership, string number)
    where T : class, INumbered
{
    private readonly int at = all.IndexOf(dealership, number);

    /// <summary>What is there; null if it is not known yet.</summary>
    public T? Item => at >= 0 ? all[at] : null;

    public ImmutableArray<T> Put(T item)
    {
        if (at >= 0)
        {
            return all.SetItem(at, item);
        }

        var more = all.Insert(~at, item);
        return more.Length > Customer.MaxHistory ? more.RemoveAt(0) : more;
    }
}

/// <summary>First writer wins, for a reference that <see cref="History"/> does not take.</summary>
internal static class Writer
{
    public static EventReference First(EventReference? current, LoggedEvent happened) =>
        current is null || current.By.CompareTo(happened.Stamp) > 0
            ? new EventReference(happened.Stamp, happened.Type, happened.Dealership)
            : current;
}
