using System.Diagnostics.CodeAnalysis;

namespace AutoCrm.Actors.Silo.Privacy;

/// <summary>
/// Keys in memory, at most twice <see cref="HalfSize"/>: when the younger half is full it becomes the older one, and
/// what nobody has asked for since then is forgotten.
/// </summary>
internal sealed class KeyCache
{
    public const int HalfSize = 50_000;

    private readonly Lock gate = new();
    private Dictionary<string, CustomerKey> younger = new(StringComparer.Ordinal);
    private Dictionary<string, CustomerKey> older = new(StringComparer.Ordinal);
    private long generation;

    /// <summary>Changes whenever a key is known to be destroyed: what was read before may be outdated.</summary>
    public long Generation
    {
        get
        {
            lock (gate)
            {
                return generation;
            }
        }
    }

    public bool TryFind(string customer, [NotNullWhen(true)] out CustomerKey? key)
    {
        lock (gate)
        {
            if (younger.TryGetValue(customer, out key))
            {
                return true;
            }

            if (!older.TryGetValue(customer, out key))
            {
                return false;
            }

            Put(customer, key);
            return true;
        }
    }

    /// <param name="customer">Whose key it is.</param>
    /// <param name="key">The key.</param>
    /// <param name="since">The generation before it was read.</param>
    public void Add(string customer, CustomerKey key, long since)
    {
        lock (gate)
        {
            if (key.Key is null || since == generation)
            {
                Put(customer, key);
            }
        }
    }

    public void Destroy(string customer)
    {
        lock (gate)
        {
            if (younger.GetValueOrDefault(customer) != CustomerKey.Destroyed)
            {
                generation++;
                Put(customer, CustomerKey.Destroyed);
            }
        }
    }

    public void Clear()
    {
        lock (gate)
        {
            generation++;
            younger.Clear();
            older.Clear();
        }
    }

    private void Put(string customer, CustomerKey key)
    {
        if (younger.Count >= HalfSize)
        {
            (older, younger) = (younger, new Dictionary<string, CustomerKey>(StringComparer.Ordinal));
        }

        younger[customer] = key;
    }
}
