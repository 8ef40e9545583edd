namespace AutoCrm.Actors.Events;

/// <summary>Sums of times that never leave the calendar: reports name times in any year.</summary>
public static class Instants
{
    private const int LastYear = 9900;

    /// <summary>A time some months later.</summary>
    /// <param name="at">The time.</param>
    /// <param name="months">How many, 0 to 600.</param>
    /// <returns>The time, or the last one of the calendar.</returns>
    public static DateTimeOffset AfterMonths(this DateTimeOffset at, int months) =>
        at.Year > LastYear ? DateTimeOffset.MaxValue : at.AddMonths(months);

    /// <summary>A time some days later or, for a negative number, earlier.</summary>
    /// <param name="at">The time.</param>
    /// <param name="days">How many, at most 36,500 in either direction.</param>
    /// <returns>The time, or the first or last one of the calendar.</returns>
    public static DateTimeOffset AfterDays(this DateTimeOffset at, double days) => at.Year switch
    {
        > LastYear when days > 0 => DateTimeOffset.MaxValue,
        < 110 when days < 0 => DateTimeOffset.MinValue,
        _ => at.AddDays(days),
    };

    /// <summary>The earlier of two times.</summary>
    /// <param name="one">A time, or null for none.</param>
    /// <param name="other">A time, or null for none.</param>
    /// <returns>The earlier one; null if there is none.</returns>
    public static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) =>
        one is null || other < one ? other : one;
}
