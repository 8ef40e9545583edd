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
    public double SustainedRate { get; set; }

    public static Notices Notices => Notices.ToError;

    public EventClient Client(int? connections = null) => new(System.Api, System.Token, connections ?? Options.Connections);

    public Population Population(string code) => new(code, Options.Dealerships, Options.Customers, Options.Vehicles);

    public Task<FoldLag> WatchFolding(CancellationToken cancellation) => FoldLag.Start(System.Database, cancellation);
}
