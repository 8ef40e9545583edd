using AutoCrm.Actors.Api.Graph;

namespace AutoCrm.Actors.Api.Transports;

/// <summary>Which HTTP status an answer has (GraphQL over HTTP).</summary>
internal static class StatusCodeRules
{
    private const int PartialSuccess = 294;

    public static int Of(GraphAnswer answer, AnswerMedia media, StatusProfile profile)
    {
        if (media == AnswerMedia.Json && profile == StatusProfile.Compat)
        {
            return StatusCodes.Status200OK;
        }

        var codes = answer.Result.Errors?.Select(error => error.Code).ToArray() ?? [];
        return answer.Outcome switch
        {
            GraphOutcome.Executed when profile == StatusProfile.Strict2026 && codes.Length > 0 => PartialSuccess,
            GraphOutcome.Executed => StatusCodes.Status200OK,
            _ when codes.Contains(GraphCodes.Timeout) => StatusCodes.Status504GatewayTimeout,
            _ when codes.Contains(GraphCodes.Forbidden) => StatusCodes.Status403Forbidden,
            _ when profile == StatusProfile.Strict2026 && !codes.Contains(GraphCodes.SyntaxError) => StatusCodes.Status422UnprocessableEntity,
            _ => StatusCodes.Status400BadRequest,
        };
    }
}
