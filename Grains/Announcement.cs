using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Grains;

/// <summary>
/// Events by which an actor tells what has become of it. Each names the one before it as its cause, and happened after
/// it: whoever derives one again derives the same, and the latest one is what counts. The time is that of what decided
/// it, or the least later one; never the time at which it was noticed.
/// </summary>
internal static class Announcement
{
    private static readonly DateTimeOffset Last = DateTimeOffset.MaxValue.AddTicks(-TimeSpan.TicksPerSecond);

    /// <summary>What makes the next event after another one unique.</summary>
    public static string After(EventStamp? before) => before is null ? string.Empty : $"{before.Source}\n{before.Id}";

    /// <summary>When it happened.</summary>
    /// <param name="cause">What decided it.</param>
    /// <param name="before">What was told before.</param>
    public static DateTimeOffset At(EventStamp? cause, EventStamp? before)
    {
        var at = (cause?.At ?? DateTimeOffset.UnixEpoch).ToUniversalTime();
        return before is null || at > before.At || before.At > Last ? at : before.At.ToUniversalTime().AddTicks(TimeSpan.TicksPerMicrosecond);
    }
}
