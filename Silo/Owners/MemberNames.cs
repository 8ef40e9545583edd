namespace AutoCrm.Actors.Silo.Owners;

/// <summary>Names of silos as SQL makes them of the columns of the members' table: address:port@generation.</summary>
internal static class MemberNames
{
    /// <summary>The name of a row m of the members' table.</summary>
    public const string OfRow = "m.Address || ':' || m.Port || '@' || m.Generation";

    /// <summary>The same of a silo.</summary>
    public static string MemberName(this SiloAddress silo) => $"{silo.Endpoint.Address}:{silo.Endpoint.Port}@{silo.Generation}";
}
