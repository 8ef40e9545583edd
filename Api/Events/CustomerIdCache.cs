using AutoCrm.Actors.Customers;

namespace AutoCrm.Actors.Api.Events;

/// <summary>
/// Remembers the ids of references: each is a function of the reference, but one that costs two hashes, and the
/// customers of a day are few. What shares a place with another reference takes it.
/// </summary>
internal sealed class CustomerIdCache(int places)
{
    /// <summary>The most references that are remembered: 1 MB, and about 25 MB once every place is taken.</summary>
    public const int Places = 1 << 17;

    // Written by many threads at once without a lock: an entry never changes, and any of them is right.
    private readonly Entry?[] entries = new Entry?[places];

    /// <summary>The one of the process.</summary>
    public static CustomerIdCache Shared { get; } = new(Places);

    /// <summary>What <see cref="CustomerIds.Of"/> says.</summary>
    public string Of(string dealership, string number)
    {
        ref var place = ref entries[(uint)HashCode.Combine(dealership, number) % (uint)entries.Length];
        if (Volatile.Read(ref place) is { } known && known.Number == number && known.Dealership == dealership)
        {
            return known.Id;
        }

        var id = CustomerIds.Of(dealership, number);
        Volatile.Write(ref place, new Entry(dealership, number, id));
        return id;
    }

    private sealed record Entry(string Dealership, string Number, string Id);
}
