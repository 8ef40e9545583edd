namespace AutoCrm.Actors.Grains.Events;

/// <summary>
/// One activation's place in a read model: what it knows of the row there. Rarely two activations of one actor live at
/// once, each without some event of the other, and their revisions alone do not tell; but the row that one of them has
/// written is news to the other, and then the other has to fold its history anew.
/// </summary>
internal sealed class RowSlot
{
    private long known;
    private IReadModelRow? written;
    private long refusedBy;
    private bool isRenewed;
    private volatile bool outdated;
    private volatile int renewals;

    /// <summary>The newest revision of the row that the activation's state is known to include.</summary>
    public long Known => Volatile.Read(ref known);

    /// <summary>Whether the row has become newer by somebody else's doing.</summary>
    public bool IsOutdated => outdated;

    /// <summary>How often the activation has folded its history anew.</summary>
    public int Renewals => renewals;

    /// <summary>Names the activation in the rows that it writes.</summary>
    public long Writer { get; } = Random.Shared.NextInt64(1, long.MaxValue);

    /// <summary>The row that the activation wrote last; null if it wrote none, or somebody else has written since.</summary>
    public IReadModelRow? Written => Volatile.Read(ref written);

    /// <summary>The activation's state includes everything that was in the log when it was read.</summary>
    public void Include(long revision) => Volatile.Write(ref known, Math.Max(revision, Known));

    /// <summary>The activation has folded its history anew.</summary>
    public void Renew(long revision)
    {
        // First, so that nobody takes what is known from now on for what a row of before includes.
        renewals++;
        Include(revision);
        (isRenewed, outdated) = (true, false);
    }

    /// <summary>The row is as the activation wrote it.</summary>
    public void Took(IReadModelRow row)
    {
        Include(row.Revision);
        isRenewed = false;
        Volatile.Write(ref written, row);
    }

    /// <summary>The row that is there may stay, although it has events that the activation cannot fold.</summary>
    public void Leave(long revision)
    {
        Include(revision);
        isRenewed = false;
        Volatile.Write(ref written, null);
    }

    /// <summary>The row is newer than the activation knows.</summary>
    /// <param name="by">The revision that is there.</param>
    public void Refuse(long by)
    {
        Volatile.Write(ref refusedBy, by);
        outdated = true;
    }

    /// <summary>
    /// Whether the state comes from the whole history, read after that very row was found: another one that came meanwhile
    /// may lack what this one has.
    /// </summary>
    /// <param name="there">The revision that is there.</param>
    public bool IsRenewedAfter(long there) => isRenewed && Volatile.Read(ref refusedBy) == there;
}
