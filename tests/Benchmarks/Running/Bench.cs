using AutoCrm.Actors.Benchmarks.Load;
using AutoCrm.Actors.Benchmarks.Measuring;
using AutoCrm.Actors.Benchmarks.Reporting;
using AutoCrm.Actors.Cli;

namespace AutoCrm.Actors.Benchmarks.Running;

/// <summary>What the figures share.</summary>
/// <param name="Options">What is measured.</param>
/// <param name="System">The running system.</param>
/// <param name="Numbers">Numbers the events of the whole run.</param>
/// <param name="Report">Takes the results.</param>
internal sealed record Bench(BenchOptions Options, BenchSystem System, EventNumbers Numbers, Report Report)
{
    /// <summary>The highest rate that was sustained when warm; 0 before it is known.</summary>
    public double WarmRate { get; set; }

    /// <summary>The same of the ordinary workload.</summary>
    public double SustainedRate { get; set; }

    /// <summary>Whether the actors of the ordinary workload are in memory.</summary>
    public bool IsWarm { get; set; }

    /// <summary>The ordinary workload.</summary>
    public Workload Ordinary { get; set; } = new(PopulationOf(Options, "WA"), Numbers, seed: 1);

    public static Notices Notices => Notices.ToError;

    public EventClient Client(int? connections = null) => new(System.Api, System.Token, connections ?? Options.Connections);

    public Population Population(string code) => PopulationOf(Options, code);

    public Task<FoldLag> WatchFolding(CancellationToken cancellation) => FoldLag.Start(System.Database, cancellation);

    /// <summary>Stops every process and starts it again: nothing is in memory then.</summary>
    /// <param name="arguments">More arguments for <c>up</c>.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <param name="environment">More variables for the processes.</param>
    public async Task Restart(IEnumerable<string> arguments, CancellationToken cancellation, IReadOnlyDictionary<string, string>? environment = null)
    {
        Notices.Step("Restarting the system");
        await System.Stop();
        await System.Start(arguments, environment ?? new Dictionary<string, string>(), cancellation);
        IsWarm = false;
    }

    /// <summary>Starts what has been stopped.</summary>
    public async Task Start(CancellationToken cancellation)
    {
        await System.Start([], new Dictionary<string, string>(), cancellation);
        IsWarm = false;
    }

    private static Population PopulationOf(BenchOptions options, string code) => new(code, options.Dealerships, options.Customers, options.Vehicles);
}
