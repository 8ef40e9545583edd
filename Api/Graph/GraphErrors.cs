using AutoCrm.Actors.Api.Auth;
using GraphQL;
using GraphQL.Execution;
using GraphQL.Validation;
using GraphQL.Validation.Errors.Custom;
using Npgsql;

namespace AutoCrm.Actors.Api.Graph;

/// <summary>The one place where a failure becomes what the caller is told. Whatever is not foreseen is logged and told as a number.</summary>
internal sealed partial class GraphErrors(ILogger<GraphErrors> logger) : IErrorInfoProvider
{
    /// <summary>Replaces an exception by a refusal; what the caller cannot help is logged.</summary>
    public Task Map(UnhandledExceptionContext context)
    {
        context.Exception = context.OriginalException switch
        {
            ExecutionError refusal => refusal,
            OperationCanceledException => new GraphRefusal(GraphCodes.Timeout, "The operation took too long or was cancelled."),
            NpgsqlException { IsTransient: true } or TimeoutException or OrleansException => Unavailable(context.OriginalException),
            _ => Unforeseen(context.OriginalException),
        };
        return Task.CompletedTask;
    }

    public ErrorInfo GetInfo(ExecutionError executionError) => new()
    {
        Message = executionError.Message,
        Extensions = new Dictionary<string, object?> { ["code"] = CodeOf(executionError) },
    };

    /// <summary>Takes suggestions out of validation messages: they tell the schema to whoever probes it.</summary>
    public static ExecutionErrors For(Caller caller, ExecutionErrors errors)
    {
        if (caller.Role == CallerRole.Headquarters || !errors.Any(error => error.Message.Contains(Suggestion, StringComparison.Ordinal)))
        {
            return errors;
        }

        var shown = new ExecutionErrors();
        shown.AddRange(errors.Select(WithoutSuggestion));
        return shown;
    }

    private const string Suggestion = " Did you mean";

    private static ExecutionError WithoutSuggestion(ExecutionError error)
    {
        var at = error.Message.IndexOf(Suggestion, StringComparison.Ordinal);
        if (at < 0)
        {
            return error;
        }

        var shown = new GraphRefusal(CodeOf(error), error.Message[..at]) { Path = error.Path };
        error.Locations?.ForEach(location => shown.AddLocation(location));
        return shown;
    }

    private static string CodeOf(ExecutionError error) => error switch
    {
        GraphRefusal { Code: { } code } => code,
        { InnerException: GraphRefusal { Code: { } code } } => code,
        ComplexityError => GraphCodes.TooComplex,
        ValidationError { Code: GraphCodes.Forbidden } => GraphCodes.Forbidden,
        ValidationError => GraphCodes.Invalid,
        { InnerException: OperationCanceledException } => GraphCodes.Timeout,
        { Code: GraphCodes.Timeout } => GraphCodes.Timeout,
        RequestError => GraphCodes.BadRequest,
        _ => GraphCodes.Internal,
    };

    private GraphRefusal Unavailable(Exception failure)
    {
        LogUnavailable(logger, failure.GetType().Name);
        return new GraphRefusal(GraphCodes.Unavailable, "A part of the system does not answer; ask again shortly.");
    }

    private GraphRefusal Unforeseen(Exception failure)
    {
        var correlation = Guid.NewGuid().ToString("N");
        LogUnforeseen(logger, correlation, failure.GetType().FullName ?? string.Empty, failure.StackTrace ?? string.Empty);
        return new GraphRefusal(GraphCodes.Internal, $"Something unforeseen happened. Its number in the log is {correlation}.");
    }
}
