using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Grains.Customers;

/// <summary>A merge or an un-merge is about two customers, and an event is about one: so it is two events. Pure.</summary>
internal static class CustomerLink
{
    /// <summary>What the other customer is told of a merge or an un-merge, and who that is; null for any other event.</summary>
    /// <param name="link">What the alias is told.</param>
    /// <param name="alias">The alias.</param>
    public static (EventPayload Payload, string Other)? Counterpart(EventPayload? link, string alias) => link switch
    {
        CustomerMerged merged => (new CustomerAliasAdded { Alias = alias }, merged.Into),
        CustomerUnmerged unmerged => (new CustomerAliasRemoved { Alias = alias }, unmerged.From),
        _ => null,
    };

    /// <summary>Both events, the alias's first.</summary>
    /// <param name="link">What the alias is told: a merge or an un-merge.</param>
    /// <param name="alias">The alias.</param>
    public static (EventPayload Payload, string Customer)[] Both(EventPayload link, string alias) => [(link, alias), Counterpart(link, alias)!.Value];
}
