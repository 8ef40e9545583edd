namespace AutoCrm.Actors.Tests.Support;

/// <summary>Waits for what comes about by itself.</summary>
public static class Poll
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <summary>Asks until the answer satisfies; fails if it still does not when the bound has passed.</summary>
    public static async Task<T> Until<T>(Func<Task<T>> ask, Func<T, bool> satisfies, TimeSpan bound)
    {
        using var limit = new CancellationTokenSource(bound);
        var answer = await ask();
        while (!satisfies(answer))
        {
            if (limit.IsCancellationRequested)
            {
                throw new TimeoutException($"Still {answer} after {bound.TotalSeconds:0} seconds.");
            }

            await Task.Delay(Pause, CancellationToken.None);
            answer = await ask();
        }

        return answer;
    }
}
