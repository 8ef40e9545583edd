using Orleans.Runtime.Providers;

namespace AutoCrm.Actors.Silo.Streams;

/// <summary>How long the stream's agents wait before they read or deliver again: 100 ms, doubled up to 1 s, each shortened by up to a fifth at random.</summary>
/// <remarks>Orleans' own pauses begin with a second for a delivery and with ten for a read.</remarks>
internal sealed class StreamPauses : IMessageDeliveryBackoffProvider, IQueueReaderBackoffProvider
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);
    private const int MostDoublings = 4;

    public TimeSpan Next(int attempt)
    {
        var pause = First * (1 << Math.Clamp(attempt, 0, MostDoublings));
        return (pause < Longest ? pause : Longest) * (1 - (Random.Shared.NextDouble() / 5));
    }
}
