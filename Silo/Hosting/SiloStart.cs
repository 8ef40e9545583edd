using AutoCrm.Actors.Privacy;
using AutoCrm.Actors.Silo.Privacy;
using AutoCrm.Actors.Silo.Schema;

namespace AutoCrm.Actors.Silo.Hosting;

/// <summary>What a silo makes of its database before anything runs on it: the right schema, key and log, and nobody who was erased.</summary>
internal sealed partial class SiloStart
{
    private bool isShorter;
    private long erasedAgain;
    private int unsigned;

    private SiloStart(LogIncarnation incarnation) => Incarnation = incarnation;

    /// <summary>The log that it works on.</summary>
    public LogIncarnation Incarnation { get; }

    /// <summary>Where it notes how far the log has come; null if nowhere.</summary>
    public LogHeadsFile? Heads { get; private init; }

    /// <summary>Where it notes who was erased; null if nowhere.</summary>
    public ErasureRegister? Register { get; private init; }

    /// <exception cref="InvalidOperationException">The database is not one that this silo may work on.</exception>
    public static async Task<SiloStart> On(
        string connectionString, EventLogOptions log, PrivacyOptions privacy, MasterKey master, CancellationToken cancellation)
    {
        await SchemaMigration.Apply(connectionString, log.Partitions, cancellation);
        await MasterKeyCheck.Demand(connectionString, master, cancellation);
        await LogWhereabouts.Apply(connectionString, cancellation);
        var heads = log.HeadsFile is { Length: > 0 } headsPath ? new LogHeadsFile(headsPath) : null;
        var register = privacy.ErasureRegister is { Length: > 0 } path ? new ErasureRegister(path, master, TimeProvider.System) : null;
        var isShorter = heads is not null && await heads.RenewIfShorter(connectionString, cancellation);
        var (again, unsigned) = register is null ? (0, 0) : await RestoredErasures.Destroy(connectionString, register, cancellation);
        return new SiloStart(await LogIncarnation.Read(connectionString, log.AllowUnsafeDatabase, cancellation))
        {
            Heads = heads,
            Register = register,
            isShorter = isShorter,
            erasedAgain = again,
            unsigned = unsigned,
        };
    }

    /// <summary>Says what somebody should know of it.</summary>
    public void Tell(ILogger logger)
    {
        if (isShorter)
        {
            LogShorter(logger);
        }

        if (erasedAgain > 0)
        {
            LogErasedAgain(logger, erasedAgain);
        }

        if (unsigned > 0)
        {
            LogUnsigned(logger, unsigned);
        }
    }

    [LoggerMessage(2502, LogLevel.Warning, "The database did not know of {Customers} erasures that stand in the register, as after a restore: their keys are destroyed again.")]
    private static partial void LogErasedAgain(ILogger logger, long customers);

    [LoggerMessage(2503, LogLevel.Error, "The register of erasures has {Lines} lines that this installation has not signed; they erase nobody.")]
    private static partial void LogUnsigned(ILogger logger, int lines);

    [LoggerMessage(2504, LogLevel.Critical, "The log is shorter than it was, as after a restore: it has another epoch now.")]
    private static partial void LogShorter(ILogger logger);
}
