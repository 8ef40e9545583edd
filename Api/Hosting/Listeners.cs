using System.Net;
using Microsoft.Extensions.Options;

namespace AutoCrm.Actors.Api.Hosting;

/// <summary>
/// Marks a connection that came in on the admin port, and an endpoint that is served only there. The connection is
/// marked where it is accepted: what a Host header says opens nothing.
/// </summary>
internal sealed class AdminOnly
{
    public static AdminOnly Instance { get; } = new();
}

internal static class Listeners
{
    private const int MaxConnections = 10_000;

    public static WebApplicationBuilder AddListeners(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<ApiOptions>().Bind(builder.Configuration.GetSection(ApiOptions.Section)).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<ApiOptions>, ApiOptionsValidator>();
        builder.WebHost.ConfigureKestrel((context, kestrel) =>
        {
            var api = context.Configuration.GetSection(ApiOptions.Section).Get<ApiOptions>() ?? new ApiOptions();
            if (new ApiOptionsValidator().Validate(null, api).Failed)
            {
                // The check at start says what is wrong, together with everything else that is.
                return;
            }

            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = MaxConnections;
            kestrel.Listen(IPAddress.Loopback, api.Port);
            kestrel.Listen(IPAddress.Loopback, api.AdminPort, listen => listen.Use(next => connection =>
            {
                connection.Features.Set(AdminOnly.Instance);
                return next(connection);
            }));
        });
        return builder;
    }

    /// <summary>Answers 404 to whatever no endpoint of this port serves, before anybody is asked for a token.</summary>
    public static IApplicationBuilder UseListeners(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        var endpoint = context.GetEndpoint();
        var isAdmin = context.Features.Get<AdminOnly>() is not null;
        if (endpoint is null || isAdmin != (endpoint.Metadata.GetMetadata<AdminOnly>() is not null))
        {
            context.SetEndpoint(null);
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        return next(context);
    });
}
