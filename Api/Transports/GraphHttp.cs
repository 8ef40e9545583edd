using AutoCrm.Actors.Api.Auth;
using AutoCrm.Actors.Api.Graph;
using GraphQL.SystemTextJson;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace AutoCrm.Actors.Api.Transports;

/// <summary>GraphQL over HTTP, and the choice of the transport of a request.</summary>
internal sealed class GraphHttp(
    GraphExecutor executor,
    RequestReader reader,
    GraphEventStream events,
    GraphQLSerializer serializer,
    IOptions<TransportOptions> options)
{
    private readonly TransportOptions bounds = options.Value;

    public async Task Handle(HttpContext context)
    {
        try
        {
            await Answer(context);
        }
        catch (TransportRefusal refusal) when (!context.Response.HasStarted)
        {
            await Refuse(context, refusal.Status, refusal.Message);
        }
    }

    /// <summary>Answers a request that never became GraphQL; such an answer must not carry GraphQL's media type.</summary>
    public static Task Refuse(HttpContext context, int status, string message)
    {
        var code = status == StatusCodes.Status401Unauthorized ? GraphCodes.Unauthenticated : GraphCodes.BadRequest;
        context.Response.StatusCode = status;
        if (status == StatusCodes.Status401Unauthorized)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
        }

        return context.Response.WriteAsJsonAsync(
            new { errors = new[] { new { message, extensions = new { code } } } }, context.RequestAborted);
    }

    private async Task Answer(HttpContext context)
    {
        var isGet = HttpMethods.IsGet(context.Request.Method);
        if (!isGet && !HttpMethods.IsPost(context.Request.Method))
        {
            context.Response.Headers.Allow = "GET, POST";
            throw new TransportRefusal(StatusCodes.Status405MethodNotAllowed, "Send GET or POST.");
        }

        if (context.GetCaller() is not { IsKnown: true } caller)
        {
            throw new TransportRefusal(StatusCodes.Status401Unauthorized, "A valid access token is needed: Authorization: Bearer ….");
        }

        var media = Negotiation.Choose(context.Request, bounds.StatusProfile)
            ?? throw new TransportRefusal(
                StatusCodes.Status406NotAcceptable, $"Accept {Negotiation.GraphResponse}, {Negotiation.Json} or {Negotiation.EventStream}.");
        var request = isGet ? reader.Read(context.Request.Query) : reader.Read(RequestReader.Parse(await Body(context)));
        var carried = (isGet ? Operations.Query : Operations.Query | Operations.Mutation)
            | (media == AnswerMedia.EventStream ? Operations.Subscription : 0);
        var answer = await executor.Execute(request, caller, carried, context.RequestAborted);
        if (answer.Outcome == GraphOutcome.NotCarried)
        {
            NotCarried(context, answer, isGet);
        }

        if (media == AnswerMedia.EventStream)
        {
            await events.Write(context, caller, answer);
            return;
        }

        context.Response.StatusCode = StatusCodeRules.Of(answer, media, bounds.StatusProfile);
        context.Response.ContentType = Negotiation.NameOf(media);
        await serializer.WriteAsync(context.Response.Body, answer.Result, context.RequestAborted);
    }

    private static void NotCarried(HttpContext context, GraphAnswer answer, bool isGet)
    {
        if (isGet)
        {
            context.Response.Headers.Allow = "POST";
        }

        throw new TransportRefusal(
            isGet ? StatusCodes.Status405MethodNotAllowed : StatusCodes.Status400BadRequest, answer.Result.Errors![0].Message);
    }

    private async Task<ReadOnlyMemory<byte>> Body(HttpContext context)
    {
        if (!MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type)
            || !type.MediaType.Equals(Negotiation.Json, StringComparison.OrdinalIgnoreCase)
            || (type.Charset.HasValue && !type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase)))
        {
            throw new TransportRefusal(StatusCodes.Status415UnsupportedMediaType, "The body must be application/json in UTF-8.");
        }

        // One byte more than allowed tells a body of exactly the limit from a longer one.
        var buffer = new byte[bounds.MaxMessageBytes + 1];
        var length = context.Request.ContentLength > bounds.MaxMessageBytes
            ? buffer.Length
            : await context.Request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, context.RequestAborted);
        return length > bounds.MaxMessageBytes
            ? throw new TransportRefusal(StatusCodes.Status413PayloadTooLarge, $"The body is longer than {bounds.MaxMessageBytes} bytes.")
            : buffer.AsMemory(0, length);
    }
}
