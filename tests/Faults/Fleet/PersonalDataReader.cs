using AutoCrm.Actors.Privacy;

namespace AutoCrm.Actors.Faults.Fleet;

/// <summary>Decrypts what the database holds of customers, with the fleet's master key.</summary>
internal sealed class PersonalDataReader(string masterKey)
{
    private readonly MasterKey master = MasterKey.Parse(masterKey);
    private Dictionary<string, DataKey> keys = [];

    public DataKey NoCustomer => DataKey.Of(master, KeyPurposes.NoCustomer);

    /// <summary>Takes the customers' keys as they stand in the database.</summary>
    public void Take(IEnumerable<(string Customer, byte[] Wrapped)> stored)
    {
        var wrapping = DataKey.Of(master, KeyPurposes.CustomerKeys);
        keys = stored.ToDictionary(one => one.Customer, one => DataKey.Unwrap(wrapping, one.Customer, one.Wrapped), StringComparer.Ordinal);
    }

    /// <summary>The data of an event as they were sent.</summary>
    public byte[] Open(string type, byte[] data, string? customer, string source, string id)
    {
        var key = customer is null ? NoCustomer : keys.GetValueOrDefault(customer);
        return PersonalData.Open(type, data, key is null ? null : PersonalPlace.OfEvent(key, customer, source, id));
    }

    /// <summary>The name in a customer's row.</summary>
    public string? Name(string customer, string? stored) =>
        stored is not null && keys.TryGetValue(customer, out var key) ? PersonalPlace.OfRow(key, customer).Open("name", stored) : stored;
}
