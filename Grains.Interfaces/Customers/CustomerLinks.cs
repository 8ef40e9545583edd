using System.Collections.Immutable;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Customers;

/// <summary>
/// Which customer ids stand for one customer: the fold of merges and un-merges. Pure. Of each id the latest of its merges
/// and un-merges counts (by <see cref="EventStamp"/>), so that the order in which they become known does not matter.
/// </summary>
/// <remarks>
/// An id points to at most one other. Who follows the pointers ends at the canonical customer; where they go round in a
/// circle (A into B, B into A), the smallest id of the circle is the canonical one. Since a merge moves no event and
/// changes no id, taking it back leaves what would be if it had never been.
/// </remarks>
public sealed class CustomerLinks
{
    private readonly ImmutableDictionary<string, Link> links;

    private CustomerLinks(ImmutableDictionary<string, Link> links) => this.links = links;

    /// <summary>Every id stands for itself.</summary>
    public static CustomerLinks None { get; } = new(ImmutableDictionary.Create<string, Link>(StringComparer.Ordinal));

    /// <summary>The links after an event.</summary>
    /// <param name="happened">Any event; one that is no merge and no un-merge changes nothing.</param>
    /// <returns>The links; these if the event changes nothing.</returns>
    public CustomerLinks With(LoggedEvent happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        return (happened.Customer, happened.Payload) switch
        {
            ({ } id, CustomerMerged merged) => With(id, merged.Into == id ? null : merged.Into, happened.Stamp),
            ({ } id, CustomerUnmerged) => With(id, null, happened.Stamp),
            _ => this,
        };
    }

    /// <summary>The customer that an id stands for.</summary>
    /// <param name="id">A customer's id.</param>
    /// <returns>The id of the canonical customer; the id itself if it is merged into none.</returns>
    public string CanonicalOf(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        var at = id;
        for (var seen = new HashSet<string>(StringComparer.Ordinal); IntoOf(at) is { } next; at = next)
        {
            if (!seen.Add(at))
            {
                return SmallestOfCircle(at);
            }
        }

        return at;
    }

    /// <summary>The state of an id's actor as the links have it.</summary>
    /// <param name="customer">The fold of the events about all ids that the actor folds.</param>
    /// <returns>The same with its aliases, and with what the links say of a circle.</returns>
    public Customer In(Customer customer)
    {
        ArgumentNullException.ThrowIfNull(customer);
        var stays = CanonicalOf(customer.Id) == customer.Id;
        return customer with
        {
            Aliases = stays ? IdsOf(customer.Id).Remove(customer.Id) : [],
            Party = customer.Party with { StaysInCircle = stays && IntoOf(customer.Id) is not null },
        };
    }

    /// <summary>The ids whose events make the state of an id's actor.</summary>
    /// <param name="id">A customer's id.</param>
    /// <returns>All that stand for the canonical customer; of an alias its own alone. Ascending.</returns>
    public ImmutableArray<string> FoldedBy(string id) => CanonicalOf(id) == id ? IdsOf(id) : [id];

    /// <summary>All ids that stand for the same customer as one of them.</summary>
    /// <param name="id">A customer's id.</param>
    /// <returns>At least the id itself; ascending.</returns>
    public ImmutableArray<string> IdsOf(string id)
    {
        var canonical = CanonicalOf(id);
        var ids = new SortedSet<string>(StringComparer.Ordinal) { canonical, id };
        foreach (var alias in links.Keys)
        {
            if (CanonicalOf(alias) == canonical)
            {
                _ = ids.Add(alias);
            }
        }

        return [.. ids];
    }

    private CustomerLinks With(string id, string? into, EventStamp by) =>
        links.TryGetValue(id, out var known) && known.By.CompareTo(by) >= 0 ? this : new(links.SetItem(id, new Link(into, by)));

    private string? IntoOf(string id) => links.TryGetValue(id, out var link) ? link.Into : null;

    private string SmallestOfCircle(string start)
    {
        var smallest = start;
        for (var at = IntoOf(start)!; at != start; at = IntoOf(at)!)
        {
            smallest = string.CompareOrdinal(at, smallest) < 0 ? at : smallest;
        }

        return smallest;
    }

    private sealed record Link(string? Into, EventStamp By);
}
