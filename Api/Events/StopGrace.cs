using Microsoft.Extensions.Options;

namespace AutoCrm.Actors.Api.Events;

/// <summary>Ends streams some time after the process was asked to stop: a stream may have any length, a stop may not.</summary>
internal sealed class StopGrace : IDisposable
{
    private static readonly TimeSpan TimeToRead = TimeSpan.FromSeconds(2);
    private readonly TimeProvider time;
    private readonly CancellationTokenSource ended;
    private readonly CancellationTokenRegistration registration;

    public StopGrace(IHostApplicationLifetime lifetime, IOptions<EventsOptions> options, TimeProvider time)
    {
        this.time = time;
        ended = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        registration = lifetime.ApplicationStopping.Register(() => ended.CancelAfter(options.Value.StopGrace));
    }

    public CancellationToken Token => ended.Token;

    /// <summary>Leaves a sender that was answered before the end of its body, so that it cannot hold up the stop.</summary>
    public async Task Leave(HttpContext context)
    {
        await context.Response.CompleteAsync();
        await Task.Delay(TimeToRead, time, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        context.Abort();
    }

    public void Dispose()
    {
        registration.Dispose();
        ended.Dispose();
    }
}
