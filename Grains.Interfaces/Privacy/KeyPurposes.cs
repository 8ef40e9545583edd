namespace AutoCrm.Actors.Privacy;

/// <summary>What keys are derived for from the master key. The texts are part of the data format and never change.</summary>
public static class KeyPurposes
{
    /// <summary>Wraps the keys of customers.</summary>
    public const string CustomerKeys = "autocrm/customer-keys/v1";

    /// <summary>Hashes identifiers, so that they can be found without being readable.</summary>
    public const string IdentifierHashes = "autocrm/identifier-hashes/v1";

    /// <summary>Hashes what a sender said of an event, to tell a repeat from a conflict.</summary>
    public const string BodyHashes = "autocrm/body-hashes/v1";

    /// <summary>Encrypts personal data of events that name no customer.</summary>
    public const string NoCustomer = "autocrm/no-customer/v1";

    /// <summary>Tells whether a database was written with this master key.</summary>
    public const string Check = "autocrm/check/v1";

    /// <summary>Signs the register of erasures.</summary>
    public const string Erasures = "autocrm/erasures/v1";
}
