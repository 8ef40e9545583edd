namespace AutoCrm.Actors.Api.Hosting;

internal sealed partial class ConnectUntilStopped
{
    [LoggerMessage(EventId = 1001, Level = LogLevel.Information, Message = "No silo answers yet ({Error}); trying again.")]
    private static partial void LogNotConnected(ILogger logger, string error);
}
