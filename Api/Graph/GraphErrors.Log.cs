namespace AutoCrm.Actors.Api.Graph;

internal sealed partial class GraphErrors
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "GraphQL answered UNAVAILABLE ({Failure})")]
    private static partial void LogUnavailable(ILogger logger, string failure);

    // The message of an exception may quote data; its type and stack do not.
    [LoggerMessage(Level = LogLevel.Error, Message = "GraphQL answered INTERNAL {Correlation} ({Failure}) {Stack}")]
    private static partial void LogUnforeseen(ILogger logger, string correlation, string failure, string stack);
}
