using AutoCrm.Actors.Faults.Fleet;

namespace AutoCrm.Actors.Faults.Nemesis;

/// <summary>From what a silo is cut.</summary>
internal enum SiloCut
{
    /// <summary>All silos from each other; each still has the database.</summary>
    FromPeers,

    /// <summary>One silo from the database; the others and the database have each other.</summary>
    FromDatabase,

    /// <summary>All silos from each other, and one also from the database.</summary>
    FromBoth,

    /// <summary>What others send to one silo does not arrive; what it sends does.</summary>
    OneWay,
}

/// <summary>What happens on the way between the processes.</summary>
internal static class NetworkFaults
{
    // What PostgreSQL answers when a transaction has committed.
    private static readonly byte[] Committed = "COMMIT\0"u8.ToArray();

    // Stands in every answer to POST /events.
    private static readonly byte[] Receipt = "\"accepted\""u8.ToArray();

    public static Fault CutAfterCommit(Random random)
    {
        var (silo, cuts, ms) = (random.Next(1000), random.Next(1, 6), random.Next(300, 1500));
        return new("cut-after-commit", $"silo {silo}, {cuts} times within {ms} ms", fleet => For(
            ms, new ProxyRule { CutAtAnswer = Committed, Cuts = cuts }, [fleet.Silos[silo % fleet.Silos.Count].Database]));
    }

    public static Fault CutReceipts(Random random)
    {
        var (cuts, ms) = (random.Next(1, 10), random.Next(300, 1500));
        return new("cut-receipts", $"{cuts} at each api within {ms} ms", fleet => For(
            ms, new ProxyRule { CutAtAnswer = Receipt, Cuts = cuts }, fleet.Apis.Select(api => api.Clients)));
    }

    public static Fault SlowDatabase(Random random)
    {
        var (delay, resets, ms) = (random.Next(10, 500), random.Next(2) * 0.01, random.Next(1_500, 4_000));
        return new("slow-database", $"{delay} ms a piece, {resets:0.00} resets, {ms} ms", fleet => For(
            ms, new ProxyRule { Delay = TimeSpan.FromMilliseconds(delay), ResetShare = resets }, fleet.SiloDatabases));
    }

    public static Fault HoldDatabase(Random random)
    {
        var (silo, ms, all) = (random.Next(1000), random.Next(1_000, 5_000), random.Next(3) == 0);
        return new("hold-database", all ? $"of all silos for {ms} ms" : $"of silo {silo} for {ms} ms", fleet => For(
            ms, new ProxyRule { Hold = true }, all ? fleet.SiloDatabases : [fleet.Silos[silo % fleet.Silos.Count].Database]));
    }

    public static Fault RefuseDatabase(Random random)
    {
        var (silo, ms, all) = (random.Next(1000), random.Next(500, 4_000), random.Next(3) == 0);
        return new("refuse-database", all ? $"of all silos for {ms} ms" : $"of silo {silo} for {ms} ms", fleet => For(
            ms, new ProxyRule { Refuse = true }, all ? fleet.SiloDatabases : [fleet.Silos[silo % fleet.Silos.Count].Database]));
    }

    public static Fault ApiWithoutDatabase(Random random)
    {
        var (ms, hold) = (random.Next(500, 3_000), random.Next(2) == 0);
        return new("api-without-database", $"{(hold ? "held" : "refused")} for {ms} ms", fleet => For(
            ms, new ProxyRule { Hold = hold, Refuse = !hold }, fleet.Apis.Select(api => api.Database)));
    }

    public static Fault Resets(Random random)
    {
        var (share, ms) = (0.02 + (random.NextDouble() * 0.2), random.Next(1_000, 3_000));
        return new("resets", $"{share:0.00} of all pieces to and from clients and databases, {ms} ms", fleet => For(
            ms, new ProxyRule { ResetShare = share }, fleet.SiloDatabases.Concat(fleet.Apis.SelectMany(api => new[] { api.Clients, api.Database }))));
    }

    /// <summary>Longer than the 24 s after which a silo that does not answer is given up.</summary>
    public static Fault CutSilos(Random random)
    {
        var (silo, ms, shape) = (random.Next(1000), random.Next(28_000, 40_000), random.Next(4));
        return CutSilos(silo, ms, (SiloCut)shape);
    }

    public static Fault CutSilos(int silo, int milliseconds, SiloCut shape) => new("cut-silos", $"silo {silo}, {shape}, {milliseconds} ms", fleet =>
    {
        var one = fleet.Silos[silo % fleet.Silos.Count];
        var peers = fleet.Silos.Select(member => member.Peers);
        return For(milliseconds, new ProxyRule { Hold = true }, shape switch
        {
            SiloCut.FromPeers => peers,
            SiloCut.FromDatabase => [one.Database],
            SiloCut.FromBoth => peers.Append(one.Database),
            _ => [one.Peers],
        });
    });

    private static async Task For(int milliseconds, ProxyRule rule, IEnumerable<FaultProxy> proxies)
    {
        var struck = proxies.ToList();
        struck.ForEach(proxy => proxy.Rule = rule);
        await Task.Delay(milliseconds);
        struck.ForEach(proxy => proxy.Rule = ProxyRule.Pass);
    }
}
