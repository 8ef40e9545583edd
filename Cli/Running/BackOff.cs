namespace AutoCrm.Actors.Cli.Running;

/// <summary>How long to wait before the next start of something that keeps ending: 1 s, 2 s, 4 s … 30 s.</summary>
internal sealed class BackOff
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    // What has run for this long is well: its next end is a new trouble.
    private static readonly TimeSpan Well = TimeSpan.FromSeconds(60);
    private TimeSpan next = First;

    /// <summary>The time to wait now.</summary>
    /// <param name="ran">How long it ran before it ended.</param>
    public TimeSpan After(TimeSpan ran)
    {
        var wait = ran >= Well ? First : next;
        next = wait + wait < Longest ? wait + wait : Longest;
        return wait;
    }
}
