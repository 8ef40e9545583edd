using System.Threading.Channels;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Api.Live;

/// <summary>
/// One subscriber's interest in one subject. Changes that come faster than they are read are merged into one position,
/// so a slow reader costs one token and sees the latest state.
/// </summary>
internal sealed class Watch(WatchHub hub, Subject subject) : IDisposable
{
    private readonly Channel<bool> signal = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    private readonly Lock gate = new();
    private PositionToken? pending;

    public Subject Subject { get; } = subject;

    /// <summary>Waits for changes.</summary>
    /// <returns>A position that holds every change since the last call.</returns>
    public async Task<PositionToken> Next(CancellationToken cancellation)
    {
        while (true)
        {
            await signal.Reader.ReadAsync(cancellation);
            lock (gate)
            {
                if (pending is { } token)
                {
                    pending = null;
                    return token;
                }
            }
        }
    }

    public void Dispose() => hub.Leave(this);

    internal void Notify(PositionToken changed)
    {
        lock (gate)
        {
            pending = pending is null || pending.Epoch != changed.Epoch
                ? changed
                : PositionToken.Of(changed.Epoch, pending.Positions.Concat(changed.Positions));
        }

        signal.Writer.TryWrite(true);
    }
}
