using System.ComponentModel.DataAnnotations;
using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Dealerships;
using AutoCrm.Actors.Grains;
using AutoCrm.Actors.Grains.Customers;
using AutoCrm.Actors.Grains.Dealerships;
using AutoCrm.Actors.Grains.Vehicles;
using AutoCrm.Actors.Silo.Hosting;
using AutoCrm.Actors.Silo.Privacy;
using AutoCrm.Actors.Silo.ReadModels;
using AutoCrm.Actors.Vehicles;
using Microsoft.Extensions.Options;
using Npgsql;

namespace AutoCrm.Actors.Silo.Rebuilding;

/// <summary>How rows are compared with the log. Section <c>AutoCrm:Sweep</c>.</summary>
internal sealed class SweepOptions
{
    public const string Section = "AutoCrm:Sweep";

    /// <summary>The pause between two steps of each read model.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00")]
    public TimeSpan Pause { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How many customers and as many vehicles a step compares, and a tenth of it dealerships; a pass takes the number of subjects, divided by this, times the pause.</summary>
    [Range(1, 10_000)]
    public int Subjects { get; set; } = 50;
}

/// <summary>
/// Walks over the read models, compares row after row with the log and repairs what differs. One silo at a time does it:
/// whoever holds the lock.
/// </summary>
internal sealed partial class DriftSweep(
    DataSources databases,
    PersonalReading reading,
    IRowSealing<CustomerRow> customerRows,
    IGrainFactory grains,
    IOptions<SweepOptions> options,
    Weaknesses weaknesses,
    TimeProvider time,
    ILogger<DriftSweep> logger)
    : BackgroundService
{
    private const long LockKey = 32490651183703;

    private readonly TableSweep<Vehicle, VehicleRow> vehicles = new(
        databases.Write, RowSources.Vehicles, new(reading, NothingPersonal<VehicleRow>.Instance), options.Value.Subjects, vin => grains.GetGrain<IVehicleGrain>(Subject.Vehicle(vin).Key).Rebuild());
    private readonly TableSweep<Customer, CustomerRow> customers = new(
        databases.Write, RowSources.Customers, new(reading, customerRows, new LinkedCustomers(databases.Write, reading)), options.Value.Subjects, id => grains.GetGrain<ICustomerGrain>(Subject.Customer(id).Key).Rebuild());
    private readonly TableSweep<DealershipBook, DealershipRow> dealerships = new(
        databases.Write, RowSources.Dealerships, new(reading, NothingPersonal<DealershipRow>.Instance), Math.Max(1, options.Value.Subjects / 10), code => grains.GetGrain<IDealershipGrain>(Subject.Dealership(code).Key).Rebuild());

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested && !weaknesses.SkipSweep)
        {
            try
            {
                await databases.Storage.DoAlone(LockKey, () => Sweep(stoppingToken), stoppingToken);
            }
            catch (Exception failure) when (failure is NpgsqlException or TimeoutException or IOException or OrleansException)
            {
                LogFailed(logger, failure.GetType().Name);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await Pause(10, stoppingToken);
        }
    }

    private async Task Sweep(CancellationToken cancellation)
    {
        Note("vehicle", await vehicles.Step(cancellation));
        Note("customer", await customers.Step(cancellation));
        Note("dealership", await dealerships.Step(cancellation));
        await Pause(1, cancellation);
    }

    private Task Pause(int times, CancellationToken cancellation) =>
        Task.Delay(options.Value.Pause * times, time, cancellation).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    private void Note(string table, int repaired)
    {
        if (repaired > 0)
        {
            LogRepaired(logger, repaired, table);
        }
    }

    [LoggerMessage(2701, LogLevel.Warning, "{Count} rows of the read model {Table} differed from the log and were repaired.")]
    private static partial void LogRepaired(ILogger logger, int count, string table);

    [LoggerMessage(2702, LogLevel.Warning, "The read models could not be compared with the log ({Failure}); it is tried again.")]
    private static partial void LogFailed(ILogger logger, string failure);
}
