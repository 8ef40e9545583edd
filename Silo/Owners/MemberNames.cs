namespace AutoCrm.Actors.Silo.Owners;

/// <summary>Names of silos as they stand in SQL.</summary>
internal static class MemberNames
{
    /// <summary>What the columns of the members' table say of a silo, as address:port@generation.</summary>
    public static string MemberName(this SiloAddress silo) => $"{silo.Endpoint.Address}:{silo.Endpoint.Port}@{silo.Generation}";
}
