using Microsoft.Extensions.Options;

namespace AutoCrm.Actors.Api.Transports;

internal static class TransportServices
{
    public const string Path = "/graphql";

    public static void AddTransports(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<TransportOptions>().Bind(configuration.GetSection(TransportOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<TransportOptions>, TransportOptionsValidator>();
        services.AddSingleton<RequestReader>();
        services.AddSingleton<GraphEventStream>();
        services.AddSingleton<GraphHttp>();
        services.AddSingleton<GraphSockets>();
    }

    /// <summary>
    /// Serves GraphQL at <c>/graphql</c>. A WebSocket may bring its token in its first message, so the endpoint lets
    /// everybody in; each transport demands a known caller itself before anything is read.
    /// </summary>
    public static void MapTransports(this WebApplication app)
    {
        var bounds = app.Services.GetRequiredService<IOptions<TransportOptions>>().Value;
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = bounds.KeepAlive, KeepAliveTimeout = bounds.KeepAlive });
        app.Map(Path, (HttpContext context, GraphHttp http, GraphSockets sockets) =>
            context.WebSockets.IsWebSocketRequest ? sockets.Handle(context) : http.Handle(context)).AllowAnonymous();
    }
}
