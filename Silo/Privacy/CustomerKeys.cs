using System.Diagnostics.CodeAnalysis;
using AutoCrm.Actors.Privacy;
using AutoCrm.Actors.Silo.Hosting;
using Npgsql;

namespace AutoCrm.Actors.Silo.Privacy;

/// <summary>A customer's key, or that it was destroyed.</summary>
/// <param name="Key">The key; null if it was destroyed.</param>
internal sealed record CustomerKey(DataKey? Key)
{
    public static CustomerKey Destroyed { get; } = new((DataKey?)null);
}

/// <summary>
/// The keys of customers: in the database wrapped, here, of the customers used last, ready for use. Several are fetched
/// at once, and who needs one that is not there makes it; two silos that make it at once get the same.
/// </summary>
/// <param name="reads">Where keys are read.</param>
/// <param name="writes">Where keys are made; its commits wait for the disk.</param>
/// <param name="master">The master key.</param>
internal sealed class CustomerKeys(NpgsqlDataSource reads, NpgsqlDataSource writes, MasterKey master)
{
    /// <summary>Destroys the keys of customers, also of those who have none, so that none is ever made.</summary>
    public const string Destroy =
        """
        INSERT INTO customer_key (customer, wrapped, destroyed_at) SELECT customer, NULL, now() FROM unnest($1) AS customer
        ON CONFLICT (customer) DO UPDATE
        SET wrapped = NULL, destroyed_at = now() WHERE customer_key.destroyed_at IS NULL
        """;

    private const string Select = "SELECT customer, wrapped FROM customer_key WHERE customer = ANY($1)";

    // Those that it makes are not in the snapshot that it reads.
    private const string SelectOrMake =
        $"""
        WITH made AS (
            INSERT INTO customer_key (customer, wrapped) SELECT * FROM unnest($1, $2) ON CONFLICT DO NOTHING
            RETURNING customer, wrapped)
        SELECT customer, wrapped FROM made UNION ALL {Select}
        """;

    private readonly DataKey wrapping = DataKey.Of(master, KeyPurposes.CustomerKeys);

    /// <summary>The keys that are in memory.</summary>
    public KeyCache Cache { get; } = new();

    /// <summary>The key for personal data of events that name no customer.</summary>
    public DataKey NoCustomer { get; } = DataKey.Of(master, KeyPurposes.NoCustomer);

    public bool TryFind(string customer, [NotNullWhen(true)] out CustomerKey? key) => Cache.TryFind(customer, out key);

    /// <summary>Finds keys; a customer who has none is not in the answer.</summary>
    public async Task<IReadOnlyDictionary<string, CustomerKey>> Find(IEnumerable<string> customers, CancellationToken cancellation)
    {
        var found = new Dictionary<string, CustomerKey>(StringComparer.Ordinal);
        if (TakeCached(customers, found) is { Length: > 0 } missing)
        {
            await using var connection = await reads.OpenConnectionAsync(cancellation);
            await using var find = new NpgsqlCommand(Select, connection) { Parameters = { new() { Value = missing } } };
            await Fetch(find, found, cancellation);
        }

        return found;
    }

    /// <summary>Finds keys, and makes those that are not there. When it returns they are durable.</summary>
    public async Task<IReadOnlyDictionary<string, CustomerKey>> FindOrMake(IEnumerable<string> customers, CancellationToken cancellation)
    {
        var found = new Dictionary<string, CustomerKey>(StringComparer.Ordinal);
        var missing = TakeCached(customers, found);
        if (missing.Length == 0)
        {
            return found;
        }

        // In one order, so that two silos do not wait for each other.
        Array.Sort(missing, StringComparer.Ordinal);
        await using var connection = await writes.OpenConnectionAsync(cancellation);
        var made = Array.ConvertAll(missing, customer => DataKey.Make().Wrap(wrapping, customer));
        await using var make = new NpgsqlCommand(SelectOrMake, connection) { Parameters = { new() { Value = missing }, new() { Value = made } } };
        await Fetch(make, found, cancellation);

        // One that another silo has made meanwhile was neither to be made nor to be seen.
        if (Array.FindAll(missing, customer => !found.ContainsKey(customer)) is { Length: > 0 } madeElsewhere)
        {
            await using var find = new NpgsqlCommand(Select, connection) { Parameters = { new() { Value = madeElsewhere } } };
            await Fetch(find, found, cancellation);
        }

        return found;
    }

    private string[] TakeCached(IEnumerable<string> customers, Dictionary<string, CustomerKey> found)
    {
        var missing = new HashSet<string>(StringComparer.Ordinal);
        foreach (var customer in customers)
        {
            if (Cache.TryFind(customer, out var key))
            {
                found[customer] = key;
            }
            else
            {
                missing.Add(customer);
            }
        }

        return [.. missing];
    }

    private async Task Fetch(NpgsqlCommand command, Dictionary<string, CustomerKey> found, CancellationToken cancellation)
    {
        var since = Cache.Generation;
        var fetched = new List<(string Customer, CustomerKey Key)>();
        await using (var reader = await command.ExecuteReaderAsync(cancellation))
        {
            while (await reader.ReadAsync(cancellation))
            {
                var customer = reader.GetString(0);
                fetched.Add((customer, reader.IsDBNull(1)
                    ? CustomerKey.Destroyed
                    : new CustomerKey(DataKey.Unwrap(wrapping, customer, reader.GetFieldValue<byte[]>(1)))));
            }

            // A key that a crash of the database takes must not be known here: what it encrypts nobody could read.
            await reader.Committed(cancellation);
        }

        foreach (var (customer, key) in fetched)
        {
            found[customer] = key;
            Cache.Add(customer, key, since);
        }
    }
}
