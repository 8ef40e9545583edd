using AutoCrm.Actors.Benchmarks.Figures;
using AutoCrm.Actors.Benchmarks.Load;
using AutoCrm.Actors.Benchmarks.Reporting;
using AutoCrm.Actors.Benchmarks.Running;
using AutoCrm.Actors.Cli;
using AutoCrm.Actors.Cli.Running;
using Npgsql;

namespace AutoCrm.Actors.Benchmarks;

/// <summary>One run: the system up, the wanted figures one after the other, the report, the system down.</summary>
internal static class BenchRun
{
    private static readonly IReadOnlyDictionary<string, string> Nothing = new Dictionary<string, string>();

    public static async Task<int> Run(BenchOptions options, CancellationToken cancellation)
    {
        await AbandonedSystems.Clear(Home.FromEnvironment().Root);
        await using var system = new BenchSystem(options);
        Bench.Notices.Step($"Starting a system in {system.Home.Folder}");
        await system.Start([], Nothing, cancellation);
        var report = new Report(await Circumstances.Of(system, options, cancellation));
        var bench = new Bench(options, system, new EventNumbers(TimeProvider.System.GetUtcNow()), report);
        await Measure(bench, cancellation);
        Console.Out.WriteLine(report.Markdown());
        if (options.JsonFile is { } file)
        {
            await File.WriteAllTextAsync(file, report.Json() + "\n", cancellation);
        }

        return report.IsComplete ? 0 : 1;
    }

    private static async Task Measure(Bench bench, CancellationToken cancellation)
    {
        if (bench.Options.History is { } events)
        {
            await new HistoryCost(events).Measure(bench, cancellation);
            return;
        }

        IFigure[] figures = [new Throughput(), new InsertLimit(), new ChangeLatency(), new Reads(), new Rebuild(), new Activations(), new ActorMemory(), new Recovery()];
        foreach (var figure in figures.Where(figure => figure.Letters.Any(bench.Options.Wants)))
        {
            await MeasureOrTell(figure, bench, cancellation);
        }
    }

    // A run is long: a figure that cannot be measured must not take the others with it.
    private static async Task MeasureOrTell(IFigure figure, Bench bench, CancellationToken cancellation)
    {
        try
        {
            await figure.Measure(bench, cancellation);
        }
        catch (Exception failure) when (failure is OperatorException or InvalidOperationException or TimeoutException or IOException or HttpRequestException or NpgsqlException)
        {
            bench.Report.Fail(figure.Letters, failure.Message);
            await bench.Restart([], cancellation);
        }
    }
}
