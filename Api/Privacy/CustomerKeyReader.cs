using System.Security.Cryptography;
using AutoCrm.Actors.Api.Hosting;
using AutoCrm.Actors.Api.ReadModels;
using AutoCrm.Actors.Privacy;
using Npgsql;

namespace AutoCrm.Actors.Api.Privacy;

/// <summary>
/// Fetches the keys of customers, those of a page at once, and keeps none: a customer who was erased a moment ago cannot
/// be read any more.
/// </summary>
internal sealed class CustomerKeyReader([FromKeyedServices(Database.Reads)] NpgsqlDataSource reads, MasterKey master)
{
    private const string Select = "SELECT customer, wrapped FROM customer_key WHERE customer = ANY($1) AND wrapped IS NOT NULL";

    private readonly DataKey wrapping = DataKey.Of(master, KeyPurposes.CustomerKeys);

    /// <summary>The key of events that name no customer.</summary>
    public DataKey NoCustomer { get; } = DataKey.Of(master, KeyPurposes.NoCustomer);

    /// <summary>The keys that there are.</summary>
    public async Task<IReadOnlyDictionary<string, DataKey>> Of(IEnumerable<string> customers, CancellationToken cancellation)
    {
        string[] asked = [.. customers.Distinct(StringComparer.Ordinal)];
        if (asked.Length == 0)
        {
            return new Dictionary<string, DataKey>();
        }

        var rows = await reads.Query(
            Select,
            [new NpgsqlParameter { Value = asked }],
            row => (Customer: row.GetString(0), Wrapped: row.GetFieldValue<byte[]>(1)),
            cancellation);
        var keys = new Dictionary<string, DataKey>(StringComparer.Ordinal);
        foreach (var (customer, wrapped) in rows)
        {
            if (Unwrap(customer, wrapped) is { } key)
            {
                keys[customer] = key;
            }
        }

        return keys;
    }

    // A key that cannot be unwrapped hides one customer's data, not a whole page.
    private DataKey? Unwrap(string customer, byte[] wrapped)
    {
        try
        {
            return DataKey.Unwrap(wrapping, customer, wrapped);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
