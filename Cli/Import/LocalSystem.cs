namespace AutoCrm.Actors.Cli.Import;

/// <summary>The system that <c>autocrm up</c> runs on this machine.</summary>
internal static class LocalSystem
{
    /// <summary>Finds it and makes a token for it; null if none runs.</summary>
    public static ImportTarget? Find() => null;
}
