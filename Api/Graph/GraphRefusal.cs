using GraphQL;

namespace AutoCrm.Actors.Api.Graph;

/// <summary>A request that is answered with a reason instead of data. The message is for the caller.</summary>
internal sealed class GraphRefusal : ExecutionError
{
    public GraphRefusal(string code, string message)
        : base(message) => Code = code;
}

/// <summary>The codes in <c>extensions.code</c> that clients can rely on.</summary>
internal static class GraphCodes
{
    public const string SyntaxError = "SYNTAX_ERROR";
    public const string DocumentTooLarge = "DOCUMENT_TOO_LARGE";
    public const string TooComplex = "TOO_COMPLEX";
    public const string Invalid = "INVALID_DOCUMENT";
    public const string Forbidden = "FORBIDDEN";
    public const string Unauthenticated = "UNAUTHENTICATED";
    public const string BadRequest = "BAD_REQUEST";
    public const string BadInput = "BAD_INPUT";
    public const string BadCursor = "BAD_CURSOR";
    public const string BadPosition = "BAD_POSITION";
    public const string NotYet = "NOT_YET";
    public const string Timeout = "TIMEOUT";
    public const string Unavailable = "UNAVAILABLE";
    public const string Internal = "INTERNAL";
}
