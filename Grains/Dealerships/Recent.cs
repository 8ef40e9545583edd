using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Grains.Dealerships;

/// <summary>What was written up to an instant can be taken away.</summary>
internal static class Recent
{
    public static Stamped<T>? After<T>(this Stamped<T>? written, long ticks) => written?.By.At.UtcTicks > ticks ? written : null;

    public static EventStamp? After(this EventStamp? stamp, long ticks) => stamp?.At.UtcTicks > ticks ? stamp : null;
}
