using System.Globalization;
using AutoCrm.Actors.Privacy;
using AutoCrm.Actors.Silo.Hosting;
using AutoCrm.Actors.Silo.Privacy;
using AutoCrm.Actors.Silo.ReadModels;
using AutoCrm.Actors.Silo.Schema;
using Npgsql;

namespace AutoCrm.Actors.Silo.Rebuilding;

/// <summary>Rebuilds every read model of a database: <c>rebuild</c> as the silo's first argument.</summary>
internal static class RebuildRun
{
    /// <summary>The argument that asks for it.</summary>
    public const string Argument = "rebuild";

    private const long LockKey = 0x7265627569_6C64;

    /// <summary>Runs it beside whatever else works on the database.</summary>
    /// <exception cref="InvalidOperationException">Another rebuild of the database is under way.</exception>
    public static async Task<IReadOnlyList<RebuildReport>> Run(string connectionString, MasterKey master, CancellationToken cancellation)
    {
        var incarnation = await LogIncarnation.Read(connectionString, allowUnsafe: true, cancellation);
        await using var database = Open(connectionString);
        await using var alone = await database.OpenConnectionAsync(cancellation);
        await using var ask = new NpgsqlCommand($"SELECT pg_try_advisory_lock({LockKey})", alone);
        if (await ask.ExecuteScalarAsync(cancellation) is not true)
        {
            throw new InvalidOperationException("Another rebuild of this database is under way.");
        }

        await RebuildProgress.Prepare(database, cancellation);
        var keys = new CustomerKeys(database, database, master);
        var reading = new PersonalReading(keys);
        return await Task.WhenAll(
            new TableRebuild<Vehicles.Vehicle, Grains.Vehicles.VehicleRow>(database, incarnation, RowSources.Vehicles, new PersonalRows<Grains.Vehicles.VehicleRow>(reading, NothingPersonal<Grains.Vehicles.VehicleRow>.Instance)).Run(cancellation),
            new TableRebuild<Customers.Customer, Grains.Customers.CustomerRow>(database, incarnation, RowSources.Customers, new PersonalRows<Grains.Customers.CustomerRow>(reading, new CustomerRowSealing(keys, new IdentifierHashes(master)), new LinkedCustomers(database, reading))).Run(cancellation),
            new TableRebuild<Grains.Dealerships.DealershipBook, Grains.Dealerships.DealershipRow>(database, incarnation, RowSources.Dealerships, new PersonalRows<Grains.Dealerships.DealershipRow>(reading, NothingPersonal<Grains.Dealerships.DealershipRow>.Instance)).Run(cancellation));
    }

    /// <summary>Runs it as a program, and says what it did.</summary>
    public static async Task<int> AsProgram(CancellationToken cancellation)
    {
        var connectionString = Environment.GetEnvironmentVariable("ConnectionStrings__AutoCrm");
        if (string.IsNullOrEmpty(connectionString))
        {
            await Console.Error.WriteLineAsync("ConnectionStrings__AutoCrm is not set: which database?");
            return 2;
        }

        try
        {
            foreach (var report in await Run(connectionString, MasterKey.Parse(Environment.GetEnvironmentVariable("AutoCrm__Privacy__MasterKey")), cancellation))
            {
                var rate = report.Events / Math.Max(report.Took.TotalSeconds, 0.001);
                Console.Out.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{report.Table}: {report.Rows:N0} rows from {report.Events:N0} events in {report.Took.TotalSeconds:N1} s ({rate:N0} events/s)"));
            }

            return 0;
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("Interrupted. The read models are as they were; the next rebuild goes on from here.");
            return 130;
        }
        catch (Exception failure) when (failure is NpgsqlException or InvalidOperationException or TimeoutException or IOException)
        {
            await Console.Error.WriteLineAsync($"The rebuild stopped: {failure.Message} The read models are as they were; the next rebuild goes on from here.");
            return 1;
        }
    }

    // Unlike a silo's: statements run long, read most of the log, and wait for a lock only briefly.
    private static NpgsqlDataSource Open(string connectionString)
    {
        var builder = new NpgsqlDataSourceBuilder(connectionString);
        var settings = builder.ConnectionStringBuilder;
        settings.SearchPath = DataSources.Schema;
        settings.ApplicationName = "autocrm-rebuild";
        settings.MaxPoolSize = 12;
        settings.CommandTimeout = 0;
        settings.Options = "-c lock_timeout=500 -c idle_in_transaction_session_timeout=60000 -c statement_timeout=0";
        return builder.Build();
    }
}
