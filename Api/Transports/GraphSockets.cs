using System.Net.WebSockets;
using AutoCrm.Actors.Api.Auth;
using AutoCrm.Actors.Api.Graph;
using GraphQL.SystemTextJson;
using Microsoft.Extensions.Options;

namespace AutoCrm.Actors.Api.Transports;

/// <summary>Accepts WebSockets that speak graphql-transport-ws, and nothing else.</summary>
internal sealed class GraphSockets(
    GraphExecutor executor,
    RequestReader reader,
    AccessTokens tokens,
    GraphQLSerializer serializer,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    IOptions<TransportOptions> options,
    ILogger<GraphSocket> logger)
{
    public const string Protocol = "graphql-transport-ws";

    public async Task Handle(HttpContext context)
    {
        if (!IsSameHost(context.Request))
        {
            await GraphHttp.Refuse(context, StatusCodes.Status403Forbidden, "The page's origin is another host.");
            return;
        }

        var caller = context.GetCaller();
        if (!caller.IsKnown && context.Request.Headers.ContainsKey("Authorization"))
        {
            await GraphHttp.Refuse(context, StatusCodes.Status401Unauthorized, "The access token is not valid.");
            return;
        }

        if (!context.WebSockets.WebSocketRequestedProtocols.Contains(Protocol))
        {
            using var refused = await context.WebSockets.AcceptWebSocketAsync();
            await refused.CloseOutputAsync(
                (WebSocketCloseStatus)CloseCodes.SubprotocolNotAcceptable, "Subprotocol not acceptable", context.RequestAborted);
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync(Protocol);
        var operations = new SocketOperations(executor, reader, serializer, options.Value);
        var connection = new GraphSocket(socket, operations, tokens, time, options.Value, logger);
        await connection.Run(caller, lifetime.ApplicationStopping, context.RequestAborted);
    }

    // Browsers send the page's origin; a page of another host must not ride on whatever the browser adds to the request.
    private static bool IsSameHost(HttpRequest request)
    {
        var origins = request.Headers.Origin;
        return origins.Count == 0
            || (origins.Count == 1
                && Uri.TryCreate(origins[0], UriKind.Absolute, out var origin)
                && string.Equals(origin.Authority, WithoutDefaultPort(request), StringComparison.OrdinalIgnoreCase));
    }

    private static string WithoutDefaultPort(HttpRequest request) =>
        Uri.TryCreate($"{request.Scheme}://{request.Host}", UriKind.Absolute, out var own) ? own.Authority : string.Empty;
}
