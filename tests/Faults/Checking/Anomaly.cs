namespace AutoCrm.Actors.Faults.Checking;

/// <summary>What can be wrong with a history or with what is left at its end.</summary>
internal enum AnomalyKind
{
    /// <summary>Acknowledged, and not in the log.</summary>
    Lost,

    /// <summary>In the log, and not folded in time.</summary>
    Unseen,

    /// <summary>In the log twice.</summary>
    Duplicate,

    /// <summary>The offsets of a partition are not dense, or its head is not its last offset.</summary>
    Gap,

    /// <summary>The log holds another body than the one that was sent, or an event that nobody sent.</summary>
    Foreign,

    /// <summary>What the log held at an offset has changed.</summary>
    Rewritten,

    /// <summary>A client saw an actor go back.</summary>
    NonMonotonic,

    /// <summary>A read was older than the position that it demanded.</summary>
    Stale,

    /// <summary>A read saw what is not in the log.</summary>
    Aborted,

    /// <summary>A state counts other events than those up to its position: one was skipped, or folded twice.</summary>
    Miscounted,

    /// <summary>Sent after another event was acknowledged, and before it in the log.</summary>
    Reordered,

    /// <summary>An acknowledgement that does not fit what was sent.</summary>
    WrongReceipt,

    /// <summary>An actor's state is not the fold of the log's events.</summary>
    Diverged,

    /// <summary>A read model's row is not the projection of the folded state.</summary>
    RowDiverged,

    /// <summary>An event was put aside although it can be folded.</summary>
    Quarantined,

    /// <summary>Something did not work again in time after the last fault.</summary>
    Unavailable,
}

/// <summary>One thing that is wrong.</summary>
/// <param name="Kind">What kind.</param>
/// <param name="What">Which event, actor or operation, with numbers.</param>
internal sealed record Anomaly(AnomalyKind Kind, string What);
