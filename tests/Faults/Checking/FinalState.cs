using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Faults.Checking;

/// <summary>A row of a read model.</summary>
internal sealed record RowState(long Revision, string Text);

/// <summary>What an actor answers when it is asked for its state.</summary>
internal sealed record ActorState(long Revision, PositionToken Applied, string Text);

/// <summary>What is there when everything has come to rest.</summary>
internal sealed class FinalState
{
    /// <summary>How far each partition is folded.</summary>
    public Dictionary<int, long> Checkpoints { get; init; } = [];

    /// <summary>The rows of the read models by the actor's key.</summary>
    public Dictionary<string, RowState> Rows { get; init; } = [];

    /// <summary>The actors that were asked; null for one that knows nothing.</summary>
    public Dictionary<string, ActorState?> Actors { get; init; } = [];

    /// <summary>What was put aside, each as a line.</summary>
    public List<string> Quarantined { get; init; } = [];
}
