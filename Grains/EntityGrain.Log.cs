using AutoCrm.Actors.Events;
using Microsoft.Extensions.Logging;

namespace AutoCrm.Actors.Grains;

internal abstract partial class EntityGrain<TState, TRow>
{
    [LoggerMessage(1001, LogLevel.Error, "A {Kind} could not fold the event at {Position} of type {Type}: {Reason}. It is quarantined.")]
    private static partial void LogQuarantined(ILogger logger, SubjectKind kind, Position position, string type, string reason);

    [LoggerMessage(1002, LogLevel.Warning, "A {Kind} discarded its snapshot ({Reason}) and reads its history from the log.")]
    private static partial void LogSnapshotDiscarded(ILogger logger, SubjectKind kind, string reason);

    [LoggerMessage(1004, LogLevel.Warning, "Another activation of a {Kind} has written its row; this one folds its history anew.")]
    private static partial void LogRenewed(ILogger logger, SubjectKind kind);

    [LoggerMessage(1003, LogLevel.Warning, "Another activation of a {Kind} has written its snapshot; this one leaves.")]
    private static partial void LogSnapshotLost(ILogger logger, SubjectKind kind);
}
