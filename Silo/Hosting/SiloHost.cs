using AutoCrm.Actors.Grains;
using AutoCrm.Actors.Privacy;
using AutoCrm.Actors.Silo.Privacy;

namespace AutoCrm.Actors.Silo.Hosting;

/// <summary>A silo process: brings the schema up to date, then hosts the actors.</summary>
internal static partial class SiloHost
{
    /// <param name="args">Settings from the command line.</param>
    /// <param name="cancellation">Ends the wait for another silo's migration.</param>
    /// <param name="replace">What a test puts in the place of services.</param>
    public static async Task<WebApplication> Build(
        string[] args, CancellationToken cancellation, Action<IServiceCollection>? replace = null)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.Logging.ClearProviders()
            .AddJsonConsole(console => (console.UseUtcTimestamp, console.TimestampFormat) = (true, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'"))
            .SetMinimumLevel(LogLevel.Warning)
            .AddFilter("AutoCrm", LogLevel.Information)
            // Orleans itself reports what its retries come to.
            .AddFilter("Polly", LogLevel.None)
            .AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information);
        var options = Read<SiloOptions>(builder.Configuration, SiloOptions.Section);
        var log = Read<EventLogOptions>(builder.Configuration, EventLogOptions.Section);
        var connectionString = builder.Configuration.GetConnectionString("AutoCrm")
            ?? throw new InvalidOperationException("ConnectionStrings:AutoCrm is not set: the silo needs a PostgreSQL database.");

        var master = MasterKey.Parse(builder.Configuration[MasterKey.Setting]);
        var start = await SiloStart.On(
            connectionString, log, Read<PrivacyOptions>(builder.Configuration, PrivacyOptions.Section), master, cancellation);

        builder.Services.AddPrivacy(master, start.Register);
        builder.AddEventLog(connectionString, start);
        builder.Services.AddReadModels();
        builder.Services.AddDueWork();
        builder.Services.AddRecalls();
        builder.Services.AddSiloHealth();
        builder.UseOrleans(silo => silo.AddActors(options, builder.Configuration));
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenLocalhost(options.AdminPort));
        replace?.Invoke(builder.Services);

        var app = builder.Build();
        app.MapSiloHealth();
        app.MapSiloStatus();
        if (app.Services.GetRequiredService<Weaknesses>().Any)
        {
            LogWeakened(app.Logger);
        }

        start.Tell(app.Logger);
        return app;
    }

    private static T Read<T>(IConfiguration configuration, string section)
        where T : new() =>
        configuration.GetSection(section).Get<T>() ?? new T();

    [LoggerMessage(2501, LogLevel.Critical, "Defences are switched off by AutoCrm:Weaken: events can be lost or counted twice. Only fault tests may do this.")]
    private static partial void LogWeakened(ILogger logger);
}
