namespace AutoCrm.Actors.Tests.Support;

/// <summary>PostgreSQL's numbers of what was read: what a session has read is added when the session ends.</summary>
public static class SessionStatistics
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The numbers once they are others than before.</summary>
    public static async Task<T> After<T>(T before, Func<Task<T>> read)
    {
        using var bound = new CancellationTokenSource(Patience);
        T now;
        while (EqualityComparer<T>.Default.Equals(now = await read(), before))
        {
            await Task.Delay(20, bound.Token);
        }

        return now;
    }
}
