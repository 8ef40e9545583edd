namespace AutoCrm.Actors.Grains;

/// <summary>
/// Defences that can be switched off and disturbances that can be switched on, section <c>AutoCrm:Weaken</c>. Only for
/// negative controls: a fault test that passes without the defence that it is about proves nothing. Everything is off
/// by default; a silo with anything on says so loudly in its log and its health.
/// </summary>
internal sealed class Weaknesses
{
    public const string Section = "AutoCrm:Weaken";

    private long reads;
    private long writes;

    /// <summary>An append does not look whether the log has the event already.</summary>
    public bool SkipDuplicateCheck { get; set; }

    /// <summary>A partition folds over a gap in what the stream delivers.</summary>
    public bool SkipContiguityCheck { get; set; }

    /// <summary>An actor folds an event that it has folded already.</summary>
    public bool SkipAppliedCheck { get; set; }

    /// <summary>A row of a read model is written over a newer one.</summary>
    public bool SkipRevisionGuard { get; set; }

    /// <summary>A decision is appended although another activation has appended since.</summary>
    public bool SkipFencing { get; set; }

    /// <summary>No partition looks for events that the stream withheld.</summary>
    public bool SkipSweep { get; set; }

    /// <summary>The share of reads of the log, 0 to 1, that the stream drops before delivery; spread evenly.</summary>
    public double DropBatches { get; set; }

    /// <summary>Whether the stream drops a read that reached the head of its partition, so that nothing follows on it.</summary>
    public bool DropLastBatch { get; set; }

    /// <summary>The share of row writes, 0 to 1, that are done again later, as a superseded activation would; spread evenly.</summary>
    public double RepeatOldRows { get; set; }

    /// <summary>Whether anything is on.</summary>
    public bool Any => SkipDuplicateCheck || SkipContiguityCheck || SkipAppliedCheck || SkipRevisionGuard || SkipFencing || SkipSweep
        || DropBatches > 0 || DropLastBatch || RepeatOldRows > 0;

    /// <summary>Whether the stream is to drop the next read.</summary>
    public bool DropsRead(bool reachedHead) => (DropLastBatch && reachedHead) || IsHit(DropBatches, ref reads);

    /// <summary>Whether the next row write is to be repeated later.</summary>
    public bool RepeatsWrite() => IsHit(RepeatOldRows, ref writes);

    // Multiples of the golden ratio fill the unit interval evenly, so any share is hit from the first few on.
    private static bool IsHit(double share, ref long count) =>
        share > 0 && Interlocked.Increment(ref count) * 0.6180339887498949 % 1 < share;
}
