using AutoCrm.Actors.Faults.Chaos;
using AutoCrm.Actors.Faults.Fleet;
using Xunit;

[assembly: AssemblyFixture(typeof(AutoCrm.Actors.Faults.Runs.FaultFixture))]
// Whoever crashes the one PostgreSQL does it in one collection; whoever has another one may run beside.
[assembly: CollectionBehavior(CollectionBehavior.CollectionPerAssembly)]
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.Collections, MaxThreads = 2)]
[assembly: TestCollectionOrderer(typeof(AutoCrm.Actors.Faults.Runs.LongestFirst))]

namespace AutoCrm.Actors.Faults.Runs;

/// <summary>Tests that mostly wait, on fleets of their own at the PostgreSQL that nobody crashes: they run beside the others.</summary>
[CollectionDefinition(nameof(CalmTests))]
public sealed class CalmTests;

/// <summary>Tests of what is promised in seconds: beside another fleet the machine would be measured.</summary>
[CollectionDefinition(nameof(TimedTests), DisableParallelization = true)]
public sealed class TimedTests;

/// <summary>Two durable PostgreSQL servers for all tests, a database and a fleet for each that wants its own.</summary>
public sealed class FaultFixture : IAsyncLifetime
{
    private readonly Lazy<Task<FaultPostgres>> calm;
    private RunFolder? folder;
    private CutDisk? disk;
    private FaultPostgres? postgres;
    private OwnRun? shared;
    private ChaosRun? run;
    private int databases;

    public FaultFixture() => calm = new(() => FaultPostgres.Start(Folder, CancellationToken.None, "calm"));

    public async ValueTask InitializeAsync()
    {
        folder = await RunFolder.Create();
        (disk, NoPowerCuts) = CutDisk.Make(folder.Path);
        postgres = await FaultPostgres.Start(folder.Path, CancellationToken.None, disk: disk);
    }

    public async ValueTask DisposeAsync()
    {
        if (shared is not null)
        {
            await shared.DisposeAsync();
        }

        if (calm.IsValueCreated)
        {
            await (await calm.Value).DisposeAsync();
        }

        await postgres!.DisposeAsync();
        disk?.Dispose();
        folder!.Dispose();
    }

    /// <summary>The fleet that the fault cycles share, started when it is first needed.</summary>
    internal async Task<ChaosRun> Shared()
    {
        if (run is null)
        {
            shared = await Run(new ChaosPlan
            {
                Seed = FaultCycleTests.Seed,
                Load = new(Writers: 3, Readers: 1, Watchers: 1),
                Fleet = new FleetPlan { Silos = 2, Apis = 1, Seed = FaultCycleTests.Seed },
            });
            run = shared.Begin();
        }

        return run;
    }

    /// <summary>Why the disk of the shared PostgreSQL cannot lose its power; null if it can.</summary>
    internal string? NoPowerCuts { get; private set; }

    /// <summary>The folder of the run.</summary>
    internal string Folder => folder!.Path;

    /// <summary>The PostgreSQL that the tests share: whoever crashes it brings it back.</summary>
    internal FaultPostgres Postgres => postgres!;

    /// <summary>The PostgreSQL that nobody crashes, started when it is first needed.</summary>
    internal Task<FaultPostgres> Calm() => calm.Value;

    /// <summary>A run on a fleet of its own; see <see cref="Start"/>.</summary>
    internal async Task<OwnRun> Run(ChaosPlan plan, FaultPostgres? postgres = null, string? database = null) =>
        new(await Start(plan.Fleet, postgres, database), plan);

    /// <summary>A fleet with a database of its own.</summary>
    /// <param name="plan">Its processes.</param>
    /// <param name="postgres">Where the database is; on the shared PostgreSQL if nothing is said.</param>
    /// <param name="database">The database, which may be there already.</param>
    internal Task<RunningFleet> Start(FleetPlan plan, FaultPostgres? postgres = null, string? database = null) =>
        RunningFleet.Start(folder!, postgres ?? Postgres, database ?? $"fleet_{Interlocked.Increment(ref databases)}", plan);
}
