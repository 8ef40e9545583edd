namespace AutoCrm.Actors.Customers;

/// <summary>
/// Asks for a customer's personal data to be erased, everywhere and for ever: the customer's key is destroyed. Whatever is
/// reported of the customer later is kept without its personal members. A command of headquarters: its dealership is empty.
/// </summary>
[GenerateSerializer, Immutable, Alias("autocrm.customer.erase")]
public sealed record EraseCustomer : ActorCommand
{
    /// <summary>Why.</summary>
    [Id(0)] public required ErasureReason Reason { get; init; }
}

/// <summary>Why a customer refuses a command.</summary>
public static class CustomerRejections
{
    /// <summary>Nothing is known about the customer.</summary>
    public const string UnknownCustomer = "unknown-customer";

    /// <summary>The customer's personal data was erased before.</summary>
    public const string AlreadyErased = "already-erased";
}
