namespace AutoCrm.Actors;

/// <summary>The kinds of actor that an event can be about. The number is stored in the log and never changes.</summary>
[GenerateSerializer, Alias("autocrm.subject-kind")]
public enum SubjectKind : short
{
    /// <summary>A person or a company.</summary>
    Customer = 1,

    /// <summary>A vehicle.</summary>
    Vehicle = 2,

    /// <summary>A dealership.</summary>
    Dealership = 3,
}

/// <summary>An actor that an event is about: the one place where grain keys are built and read.</summary>
/// <param name="Kind">Which kind of actor.</param>
/// <param name="Id">Customer id, VIN or dealership code.</param>
[GenerateSerializer, Immutable, Alias("autocrm.subject")]
public readonly record struct Subject([property: Id(0)] SubjectKind Kind, [property: Id(1)] string Id)
{
    /// <summary>The longest id of a subject, in UTF-16 units.</summary>
    public const int MaxIdLength = 200;

    private const string CustomerPrefix = "customer:";
    private const string VehiclePrefix = "vehicle:";
    private const string DealershipPrefix = "dealership:";

    /// <summary>
    /// The grain key, <c>kind:id</c>. The prefix matters: the ADO.NET storage reads string keys that look like
    /// hexadecimal numbers or GUIDs as numbers, so that <c>123</c> and <c>0123</c> would share one row.
    /// </summary>
    public string Key => Kind switch
    {
        SubjectKind.Customer => CustomerPrefix + Id,
        SubjectKind.Vehicle => VehiclePrefix + Id,
        SubjectKind.Dealership => DealershipPrefix + Id,
        _ => throw new InvalidOperationException($"There is no subject kind {Kind}."),
    };

    /// <summary>The customer of that id.</summary>
    /// <param name="id">The customer's id.</param>
    /// <returns>The subject.</returns>
    public static Subject Customer(string id) => new(SubjectKind.Customer, id);

    /// <summary>The vehicle of that VIN.</summary>
    /// <param name="vin">The VIN in upper case.</param>
    /// <returns>The subject.</returns>
    public static Subject Vehicle(string vin) => new(SubjectKind.Vehicle, vin);

    /// <summary>The dealership of that code.</summary>
    /// <param name="code">The dealership's code.</param>
    /// <returns>The subject.</returns>
    public static Subject Dealership(string code) => new(SubjectKind.Dealership, code);

    /// <summary>Reads a grain key.</summary>
    /// <param name="key">A key that <see cref="Key"/> built.</param>
    /// <returns>The subject.</returns>
    /// <exception cref="ArgumentException">The key has no known prefix or no id.</exception>
    public static Subject OfKey(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key switch
        {
            _ when Has(key, CustomerPrefix) => Customer(key[CustomerPrefix.Length..]),
            _ when Has(key, VehiclePrefix) => Vehicle(key[VehiclePrefix.Length..]),
            _ when Has(key, DealershipPrefix) => Dealership(key[DealershipPrefix.Length..]),
            _ => throw new ArgumentException("A grain key is customer:<id>, vehicle:<VIN> or dealership:<code>.", nameof(key)),
        };

        static bool Has(string key, string prefix) =>
            key.Length > prefix.Length && key.StartsWith(prefix, StringComparison.Ordinal);
    }
}
