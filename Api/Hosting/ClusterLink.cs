namespace AutoCrm.Actors.Api.Hosting;

/// <summary>Whether the Api is connected to at least one silo.</summary>
/// <param name="knowsActors">Whether the silos have told what they host.</param>
internal sealed class ClusterLink(Func<bool> knowsActors) : IDisposable
{
    private readonly Lock gate = new();
    private volatile int gateways;
    private volatile bool known;
    private CancellationTokenSource lost = new();
    private CancellationTokenSource broken = new();

    public bool IsUp => gateways > 0 && (known || (known = knowsActors()));

    /// <summary>Whether there was a connection, and there is none now.</summary>
    public bool IsLost => gateways == 0 && Lost.IsCancellationRequested;

    /// <summary>Cancelled when the last connection is gone: no answer to a call that runs now will come.</summary>
    public CancellationToken Lost
    {
        get
        {
            lock (gate)
            {
                return lost.Token;
            }
        }
    }

    /// <summary>Cancelled when one of the connections is gone: a call that runs now may have been on it, and its answer too.</summary>
    public CancellationToken Broken
    {
        get
        {
            lock (gate)
            {
                return broken.Token;
            }
        }
    }

    public void OnGatewayCountChanged(object? sender, GatewayCountChangedEventArgs change) => Set(change.NumberOfConnectedGateways);

    public void OnLost(object? sender, EventArgs lost) => Set(0);

    public void Dispose()
    {
        lost.Dispose();
        broken.Dispose();
    }

    internal void Set(int connected)
    {
        CancellationTokenSource? over = null;
        lock (gate)
        {
            if (connected < gateways)
            {
                (over, broken) = (broken, new CancellationTokenSource());
            }

            gateways = connected;
            if (connected == 0)
            {
                lost.Cancel();
            }
            else if (lost.IsCancellationRequested)
            {
                lost.Dispose();
                lost = new CancellationTokenSource();
            }
        }

        over?.Cancel();
        over?.Dispose();
    }
}
