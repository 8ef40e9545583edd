namespace AutoCrm.Actors.Api.Live;

internal sealed partial class LogTail
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "The end of the event log cannot be read ({Failure}); trying again in {Retry}")]
    private static partial void LogAway(ILogger logger, string failure, TimeSpan retry);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The event log has another epoch; every watcher is told to look again")]
    private static partial void LogRestarted(ILogger logger);
}
