using AutoCrm.Actors.Grains;
using AutoCrm.Actors.Privacy;
using AutoCrm.Actors.Silo.Privacy;
using AutoCrm.Actors.Silo.Schema;

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

        await SchemaMigration.Apply(connectionString, log.Partitions, cancellation);
        await MasterKeyCheck.Demand(connectionString, master, cancellation);
        await LogWhereabouts.Apply(connectionString, cancellation);
        var isShorter = false;
        if (log.HeadsFile is { Length: > 0 } heads)
        {
            var file = new LogHeadsFile(heads);
            builder.Services.AddSingleton(file);
            isShorter = await file.RenewIfShorter(connectionString, cancellation);
        }

        var register = Read<PrivacyOptions>(builder.Configuration, PrivacyOptions.Section).ErasureRegister is { Length: > 0 } path
            ? new ErasureRegister(path, master, TimeProvider.System)
            : null;
        var (again, unsigned) = register is null ? (0, 0) : await RestoredErasures.Destroy(connectionString, register, cancellation);
        var incarnation = await LogIncarnation.Read(connectionString, log.AllowUnsafeDatabase, cancellation);

        builder.Services.AddPrivacy(master, register);
        builder.AddEventLog(connectionString, incarnation);
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

        if (isShorter)
        {
            LogShorter(app.Logger);
        }

        if (again > 0)
        {
            LogErasedAgain(app.Logger, again);
        }

        if (unsigned > 0)
        {
            LogUnsigned(app.Logger, unsigned);
        }

        return app;
    }

    private static T Read<T>(IConfiguration configuration, string section)
        where T : new() =>
        configuration.GetSection(section).Get<T>() ?? new T();

    [LoggerMessage(2501, LogLevel.Critical, "Defences are switched off by AutoCrm:Weaken: events can be lost or counted twice. Only fault tests may do this.")]
    private static partial void LogWeakened(ILogger logger);

    [LoggerMessage(2504, LogLevel.Critical, "The log is shorter than it was, as after a restore: it has another epoch now.")]
    private static partial void LogShorter(ILogger logger);

    [LoggerMessage(2502, LogLevel.Warning, "The database did not know of {Customers} erasures that stand in the register, as after a restore: their keys are destroyed again.")]
    private static partial void LogErasedAgain(ILogger logger, long customers);

    [LoggerMessage(2503, LogLevel.Error, "The register of erasures has {Lines} lines that this installation has not signed; they erase nobody.")]
    private static partial void LogUnsigned(ILogger logger, int lines);
}
