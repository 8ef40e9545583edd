namespace AutoCrm.Actors.Api.Events;

internal sealed partial class EventLogClient
{
    [LoggerMessage(EventId = 2001, Level = LogLevel.Warning, Message = "The outcome of an append of {Events} events is unknown ({Error}); the sender was asked to repeat it.")]
    private static partial void LogAway(ILogger logger, string error, int events);
}
