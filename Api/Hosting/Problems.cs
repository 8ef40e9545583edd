
namespace AutoCrm.Actors.Api.Hosting;

/// <summary>Errors as application/problem+json (RFC 9457), whatever the client says that it accepts.</summary>
internal static class Problems
{
    public static IServiceCollection AddProblems(this IServiceCollection services) => services.AddProblemDetails();

    public static IApplicationBuilder UseProblems(this IApplicationBuilder app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            StatusCodeSelector = failure => failure switch
            {
                BadHttpRequestException bad => bad.StatusCode,
                OperationCanceledException => StatusCodes.Status499ClientClosedRequest,
                _ => StatusCodes.Status500InternalServerError,
            },
            ExceptionHandler = context => Of(context.Response.StatusCode).ExecuteAsync(context),
        });
        return app.UseStatusCodePages(pages => Of(pages.HttpContext.Response.StatusCode).ExecuteAsync(pages.HttpContext));
    }

    /// <summary>A problem of a status, with what the client can do about it.</summary>
    public static IResult Of(int status, string? detail = null, IDictionary<string, object?>? extensions = null) =>
        Results.Problem(detail, statusCode: status, extensions: extensions);
}
