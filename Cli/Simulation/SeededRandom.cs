using System.Numerics;

namespace AutoCrm.Actors.Cli.Simulation;

/// <summary>
/// xoshiro256**, seeded by SplitMix64 (Blackman and Vigna): the same numbers on every machine and in every version of
/// .NET. Each life has a stream of its own, so it does not matter in which order lives are made.
/// </summary>
internal sealed class SeededRandom
{
    private ulong a;
    private ulong b;
    private ulong c;
    private ulong d;

    /// <param name="seed">The seed of the run.</param>
    /// <param name="stream">Which of its streams.</param>
    public SeededRandom(ulong seed, ulong stream)
    {
        var state = seed;
        state = Split(ref state) ^ (stream * 0xD1342543DE82EF95UL);
        a = Split(ref state);
        b = Split(ref state);
        c = Split(ref state);
        d = Split(ref state);
    }

    public ulong Next()
    {
        var result = BitOperations.RotateLeft(b * 5, 7) * 9;
        var shifted = b << 17;
        c ^= a;
        d ^= b;
        b ^= c;
        a ^= d;
        c ^= shifted;
        d = BitOperations.RotateLeft(d, 45);
        return result;
    }

    /// <summary>A number from 0 up to, without, the bound.</summary>
    public int Below(int bound) => (int)Math.BigMul(Next(), (ulong)bound, out _);

    /// <summary>A number between two, both included.</summary>
    public int Between(int least, int most) => least + Below(most - least + 1);

    /// <summary>Whether something of this many in a thousand happens.</summary>
    public bool PerMille(int chance) => Below(1000) < chance;

    public T Pick<T>(ReadOnlySpan<T> of) => of[Below(of.Length)];

    private static ulong Split(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15UL;
        var mixed = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9UL;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBUL;
        return mixed ^ (mixed >> 31);
    }
}
