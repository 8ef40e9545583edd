namespace AutoCrm.Actors.Silo.Hosting;

/// <summary>Waits for the start of the application: before it the silo knows no members, and can call nobody.</summary>
internal static class ApplicationStart
{
    /// <summary>Returns when the application has started, or is stopping already.</summary>
    public static async Task Wait(this IHostApplicationLifetime lifetime, CancellationToken stopping)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStarted, stopping);
        await Task.Delay(Timeout.Infinite, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
