namespace AutoCrm.Actors.Silo.Hosting;

/// <summary>For loops that under load do more at once and less often.</summary>
internal static class Pacing
{
    /// <summary>Waits for what is left of the time that is to pass from one step to the next.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="pace">The time.</param>
    /// <param name="began">When the step began, as a timestamp of the clock.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public static Task Keep(this TimeProvider time, TimeSpan pace, long began, CancellationToken cancellation)
    {
        var left = pace - time.GetElapsedTime(began);
        return left > TimeSpan.Zero ? Task.Delay(left, time, cancellation) : Task.CompletedTask;
    }
}
