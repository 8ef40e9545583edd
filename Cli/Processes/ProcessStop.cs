namespace AutoCrm.Actors.Cli.Processes;

/// <summary>Stops processes within a bound.</summary>
internal static class ProcessStop
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    /// <summary>Asks a process to stop, waits, and ends it by force when the time is over or <paramref name="force"/> fires.</summary>
    /// <returns>Whether it stopped by itself.</returns>
    public static async Task<bool> Stop(ProcessIdentity process, TimeSpan bound, TimeProvider time, CancellationToken force)
    {
        Signals.AskToStop(process);
        if (await HasGone(process, bound, time, force))
        {
            return true;
        }

        Signals.ForceToStop(process);
        await HasGone(process, TimeSpan.FromSeconds(10), time, CancellationToken.None);
        return false;
    }

    /// <summary>Stops a PostgreSQL: in order, or after the bound by a crash that its next start recovers from.</summary>
    /// <returns>Whether it stopped in order.</returns>
    public static async Task<bool> StopPostgres(ProcessIdentity postmaster, TimeSpan bound, TimeProvider time, CancellationToken force)
    {
        Signals.AskPostgresToStop(postmaster);
        if (await HasGone(postmaster, bound, time, force))
        {
            return true;
        }

        Signals.AskPostgresToAbort(postmaster);
        if (!await HasGone(postmaster, TimeSpan.FromSeconds(10), time, CancellationToken.None))
        {
            Signals.ForceToStop(postmaster);
        }

        return false;
    }

    /// <summary>Waits for a process that somebody else stops.</summary>
    /// <returns>False if it still runs after the time, or when <paramref name="giveUp"/> fired.</returns>
    public static async Task<bool> HasGone(ProcessIdentity process, TimeSpan bound, TimeProvider time, CancellationToken giveUp)
    {
        var began = time.GetTimestamp();
        while (process.IsAlive)
        {
            if (time.GetElapsedTime(began) > bound || giveUp.IsCancellationRequested)
            {
                return false;
            }

            await Task.Delay(Look, time, CancellationToken.None);
        }

        return true;
    }
}
