namespace AutoCrm.Actors.Events;

/// <summary>Marks the record of an event type that the catalogue knows, and says whom its envelope must name.</summary>
/// <param name="whom">Who must be named.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class AboutAttribute(Whom whom) : Attribute
{
    /// <summary>Who must be named.</summary>
    public Whom Whom { get; } = whom;
}

/// <summary>Whom an event must be about: the extension attributes <c>customer</c> and <c>vin</c> of its envelope.</summary>
public enum Whom
{
    /// <summary>Nobody in particular; whoever is named sees the event.</summary>
    Anybody,

    /// <summary>A customer; a vehicle may be named too.</summary>
    Customer,

    /// <summary>A vehicle; a customer may be named too.</summary>
    Vehicle,

    /// <summary>A customer or a vehicle, or both.</summary>
    CustomerOrVehicle,

    /// <summary>A customer and a vehicle.</summary>
    CustomerAndVehicle,

    /// <summary>A dealership, by the sender's token or the envelope's <c>dealership</c>.</summary>
    Dealership,
}

/// <summary>Marks a type that the system itself derives or decides: nobody outside may send it.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class DerivedAttribute : Attribute;

/// <summary>
/// Marks a member that names another customer. A dealership names it as it names the customer of the envelope: by its own
/// number or by the id; the event in the log has the id.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NamesCustomerAttribute : Attribute;
