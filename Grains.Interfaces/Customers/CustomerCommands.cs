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

/// <summary>Asks that a customer becomes an alias of another: they turned out to be one.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.customer.merge")]
public sealed record MergeCustomer : ActorCommand
{
    /// <summary>The id of the customer that stays; of an alias, the customer that it stands for.</summary>
    [Id(0)] public required string Into { get; init; }

    /// <summary>Why; without personal data.</summary>
    [Id(1)] public string? Reason { get; init; }

    /// <summary>Whether headquarters asks, which may for any two customers; a dealership only for two that have dealt with it.</summary>
    [Id(2)] public bool ByHeadquarters { get; init; }
}

/// <summary>Asks that an alias stands for itself again, exactly as if it had never been merged.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.customer.unmerge")]
public sealed record UnmergeCustomer : ActorCommand
{
    /// <summary>Why; without personal data.</summary>
    [Id(0)] public string? Reason { get; init; }

    /// <summary>Whether headquarters asks, which may for any customer; a dealership only for one that has dealt with it.</summary>
    [Id(1)] public bool ByHeadquarters { get; init; }
}

/// <summary>Why a customer refuses a command.</summary>
public static class CustomerRejections
{
    /// <summary>Nothing is known about the customer.</summary>
    public const string UnknownCustomer = "unknown-customer";

    /// <summary>The customer's personal data was erased before.</summary>
    public const string AlreadyErased = "already-erased";

    /// <summary>The two are one customer already.</summary>
    public const string AlreadyMerged = "already-merged";

    /// <summary>The id is no alias of another customer.</summary>
    public const string NotMerged = "not-merged";

    /// <summary>The two would have more than <see cref="Customer.MaxConnected"/> ids together.</summary>
    public const string TooManyAliases = "too-many-aliases";
}
