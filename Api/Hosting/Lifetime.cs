using Microsoft.Extensions.Options;

namespace AutoCrm.Actors.Api.Hosting;

/// <summary>How the process starts, logs and stops.</summary>
internal static class Lifetime
{
    private const int ConfigurationError = 2;

    /// <summary>How long running requests have to finish after SIGTERM.</summary>
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(30);

    public static WebApplicationBuilder AddLifetime(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.Configure<HostOptions>(host =>
        {
            // The listeners open while the client still looks for a silo, so that health answers from the start.
            host.ServicesStartConcurrently = true;
            host.ShutdownTimeout = ShutdownTimeout;
        });
        builder.Logging.ClearProviders();

        // The framework's request log has query strings in it, and those have personal data in them.
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Logging.AddFilter("Npgsql", LogLevel.Warning);
        builder.Logging.AddJsonConsole(console =>
        {
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
        });
        return builder;
    }

    /// <summary>Runs until SIGTERM or SIGINT. A stop while the host still starts is a clean stop, too.</summary>
    /// <returns>The exit code: 0 after a clean stop, 2 for a configuration that cannot work.</returns>
    public static async Task<int> RunToEnd(this WebApplication app)
    {
        var (started, stopping) = (app.Lifetime.ApplicationStarted, app.Lifetime.ApplicationStopping);
        try
        {
            app.Services.GetRequiredService<IStartupValidator>().Validate();
            await app.RunAsync();
        }
        catch (OptionsValidationException wrong)
        {
            await Say(wrong.Failures);
            return ConfigurationError;
        }
        catch (AggregateException several) when (several.InnerExceptions.All(inner => inner is OptionsValidationException))
        {
            await Say(several.InnerExceptions.Cast<OptionsValidationException>().SelectMany(inner => inner.Failures));
            return ConfigurationError;
        }
        catch (Exception) when (stopping.IsCancellationRequested && !started.IsCancellationRequested)
        {
            // A start that was broken off ends in whatever exception the part that was starting has for it.
        }

        return 0;
    }

    private static Task Say(IEnumerable<string> failures) =>
        Console.Error.WriteLineAsync($"The configuration is not complete:{Environment.NewLine}  {string.Join(Environment.NewLine + "  ", failures)}");
}
