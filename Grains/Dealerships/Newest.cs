using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Grains.Dealerships;

/// <summary>The latest writer wins, and what was written up to an instant can be taken away.</summary>
internal static class Newest
{
    public static Stamped<T> Of<T>(Stamped<T>? current, T value, EventStamp by) =>
        current is null || current.By.CompareTo(by) < 0 ? new Stamped<T>(value, by) : current;

    public static Stamped<T>? After<T>(this Stamped<T>? written, long ticks) => written?.By.At.UtcTicks > ticks ? written : null;

    public static EventStamp? After(this EventStamp? stamp, long ticks) => stamp?.At.UtcTicks > ticks ? stamp : null;
}
