using System.Collections.Immutable;
using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Grains.Customers;

/// <summary>The links around one customer id.</summary>
/// <param name="Links">The links of all ids that merges have ever connected with it.</param>
/// <param name="Changes">How many events made and ended links among them. It only grows, however the links change.</param>
internal sealed record FoundLinks(CustomerLinks Links, int Changes);

/// <summary>Finds which ids stand for one customer, in the log.</summary>
internal static class LinkSearch
{
    /// <summary>The most ids that are looked at. Beyond it the others stand for themselves; nothing merges so many.</summary>
    public const int MostIds = 400;

    /// <summary>The types of the events that make and end links.</summary>
    public static string[] Types { get; } =
    [
        EventCatalogue.TypeOf(typeof(CustomerMerged)),
        EventCatalogue.TypeOf(typeof(CustomerUnmerged)),
        EventCatalogue.TypeOf(typeof(CustomerAliasAdded)),
        EventCatalogue.TypeOf(typeof(CustomerAliasRemoved)),
    ];

    /// <summary>Whether an event makes or ends a link.</summary>
    public static bool IsLink(EventPayload payload) => payload is CustomerMerged or CustomerUnmerged or CustomerAliasAdded or CustomerAliasRemoved;

    /// <summary>Follows the links from id to id.</summary>
    /// <param name="id">Where to begin.</param>
    /// <param name="read">Reads all events about some ids that make or end links.</param>
    public static async Task<FoundLinks> From(string id, Func<string[], Task<ImmutableArray<LoggedEvent>>> read)
    {
        var (links, changes) = (CustomerLinks.None, 0);
        var seen = new HashSet<string>(StringComparer.Ordinal) { id };
        for (string[] next = [id]; next.Length > 0;)
        {
            var found = await read(next);
            changes += found.Length;
            links = found.Aggregate(links, static (all, happened) => all.With(happened));
            next = [.. found.SelectMany(Named).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
                .Where(other => seen.Count < MostIds && seen.Add(other))];
        }

        return new FoundLinks(links, changes);
    }

    private static IEnumerable<string> Named(LoggedEvent happened) => happened.Payload switch
    {
        CustomerMerged e => [e.Into],
        CustomerUnmerged e => [e.From],
        CustomerAliasAdded e => [e.Alias],
        CustomerAliasRemoved e => [e.Alias],
        _ => [],
    };
}
