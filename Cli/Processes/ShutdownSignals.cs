using System.Runtime.InteropServices;

namespace AutoCrm.Actors.Cli.Processes;

/// <summary>The operator's wish to stop: the first signal asks, the second one forces.</summary>
internal sealed class ShutdownSignals : IDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly CancellationTokenSource force = new();
    private readonly List<PosixSignalRegistration> registrations = [];

    public ShutdownSignals()
    {
        foreach (var signal in new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT })
        {
            registrations.Add(PosixSignalRegistration.Create(signal, Receive));
        }
    }

    /// <summary>Fires at the first signal.</summary>
    public CancellationToken Stop => stop.Token;

    /// <summary>Fires at the second signal.</summary>
    public CancellationToken Force => force.Token;

    public void Dispose()
    {
        registrations.ForEach(registration => registration.Dispose());
        stop.Dispose();
        force.Dispose();
    }

    private void Receive(PosixSignalContext context)
    {
        context.Cancel = true;
        (stop.IsCancellationRequested ? force : stop).Cancel();
    }
}
