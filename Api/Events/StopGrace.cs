using Microsoft.Extensions.Options;

namespace AutoCrm.Actors.Api.Events;

/// <summary>Ends streams some time after the process was asked to stop: a stream may have any length, a stop may not.</summary>
internal sealed class StopGrace : IDisposable
{
    private readonly CancellationTokenSource ended;
    private readonly CancellationTokenRegistration registration;

    public StopGrace(IHostApplicationLifetime lifetime, IOptions<EventsOptions> options, TimeProvider time)
    {
        ended = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        registration = lifetime.ApplicationStopping.Register(() => ended.CancelAfter(options.Value.StopGrace));
    }

    public CancellationToken Token => ended.Token;

    public void Dispose()
    {
        registration.Dispose();
        ended.Dispose();
    }
}
