namespace AutoCrm.Actors.Faults.Nemesis;

/// <summary>Which fault each cycle has: drawn from the seed and the cycle's number alone, so any cycle can be replayed.</summary>
/// <param name="seed">The seed.</param>
/// <param name="only">The one kind of fault that is drawn; null for all.</param>
internal sealed class Schedule(int seed, string? only = null)
{
    private const int MostDraws = 10_000;

    private static readonly (int Weight, Func<Random, Fault> Draw)[] Kinds =
    [
        (16, ProcessFaults.KillSilo),
        (5, ProcessFaults.MoveSilo),
        (4, ProcessFaults.KillAllSilos),
        (6, ProcessFaults.KillApi),
        (6, random => ProcessFaults.PauseSilo(random, isLong: false)),
        (2, random => ProcessFaults.PauseSilo(random, isLong: true)),
        (4, ProcessFaults.PauseApi),
        (4, ProcessFaults.RollingRestart),
        (10, DatabaseFaults.Crash),
        (6, DatabaseFaults.CutPower),
        (3, DatabaseFaults.Away),
        (8, DatabaseFaults.TerminateBackends),
        (3, DatabaseFaults.StalledWriter),
        (8, NetworkFaults.CutAfterCommit),
        (5, NetworkFaults.CutReceipts),
        (5, NetworkFaults.SlowDatabase),
        (5, NetworkFaults.HoldDatabase),
        (5, NetworkFaults.RefuseDatabase),
        (3, NetworkFaults.ApiWithoutDatabase),
        (5, NetworkFaults.Resets),
        (3, NetworkFaults.CutSilos),
        (8, Two),
    ];

    public Fault this[int cycle]
    {
        get
        {
            var random = new Random(Mixed(cycle));
            var fault = Draw(random, Kinds);
            for (var attempt = 0; only is not null && fault.Name != only; attempt++)
            {
                fault = attempt < MostDraws ? Draw(random, Kinds) : throw new ArgumentException($"There is no fault {only}.");
            }

            return fault;
        }
    }

    // The draws of neighbouring seeds resemble each other, so the bits are spread first (SplitMix64).
    private int Mixed(int cycle)
    {
        unchecked
        {
            var bits = (((ulong)(uint)seed << 32) | (uint)cycle) + 0x9E3779B97F4A7C15;
            bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
            bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
            return (int)(bits ^ (bits >> 31));
        }
    }

    private static Fault Draw(Random random, ReadOnlySpan<(int Weight, Func<Random, Fault> Draw)> kinds)
    {
        var total = 0;
        foreach (var (weight, _) in kinds)
        {
            total += weight;
        }

        var hit = random.Next(total);
        foreach (var (weight, draw) in kinds)
        {
            if ((hit -= weight) < 0)
            {
                return draw(random);
            }
        }

        throw new InvalidOperationException("There is no fault.");
    }

    private static Fault Two(Random random)
    {
        var (one, other) = (ProcessFaults.KillSilo(random), Draw(random, Kinds.AsSpan(8, 12)));
        return new("two-at-once", $"{one.Name} {one.Details}; {other.Name} {other.Details}", fleet => Task.WhenAll(one.Strike(fleet), other.Strike(fleet)));
    }
}
