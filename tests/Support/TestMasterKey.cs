namespace AutoCrm.Actors.Tests.Support;

/// <summary>The master key of personal data in tests: fixed, so that stored bytes can be compared.</summary>
public static class TestMasterKey
{
    /// <summary>The setting as the configuration names it.</summary>
    public const string Setting = "AutoCrm:Privacy:MasterKey";

    /// <summary>The key: base64 of 32 bytes.</summary>
    public const string Base64 = "dGhlIG1hc3RlciBrZXkgb2YgdGhlIHRlc3RzLCAzMi4=";
}
