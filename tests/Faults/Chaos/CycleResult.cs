using AutoCrm.Actors.Faults.Checking;

namespace AutoCrm.Actors.Faults.Chaos;

/// <summary>What came of one cycle.</summary>
/// <param name="Cycle">Its number.</param>
/// <param name="Fault">The kind of fault.</param>
/// <param name="Details">With which numbers.</param>
/// <param name="Acknowledged">How many batches were acknowledged.</param>
/// <param name="Events">How many events the log took.</param>
/// <param name="Retries">How many attempts had an unknown outcome.</param>
/// <param name="Reads">How many states clients saw.</param>
/// <param name="MissedReads">How many reads got no answer.</param>
/// <param name="FoldedSeconds">From the end of the fault, with all processes ready, until everything was folded.</param>
/// <param name="Seconds">How long the cycle took.</param>
/// <param name="Anomalies">What is wrong.</param>
internal sealed record CycleResult(
    int Cycle,
    string Fault,
    string Details,
    int Acknowledged,
    int Events,
    int Retries,
    int Reads,
    int MissedReads,
    double FoldedSeconds,
    double Seconds,
    IReadOnlyList<Anomaly> Anomalies);
