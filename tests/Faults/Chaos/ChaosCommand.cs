using System.CommandLine;
using AutoCrm.Actors.Faults.Checking;
using AutoCrm.Actors.Faults.Fleet;
using AutoCrm.Actors.Faults.History;

namespace AutoCrm.Actors.Faults.Chaos;

/// <summary><c>autocrm chaos</c>: faults on real processes, as long as asked; ends with a report.</summary>
internal static class ChaosCommand
{
    private const int MostShown = 20;

    public static Task<int> Run(string[] args, CancellationToken cancellation)
    {
        var minutes = new Option<double>("--minutes") { Description = "How long new cycles are begun. Default 10, or without bound if --cases is given." };
        var seed = new Option<int?>("--seed") { Description = "The seed; the same seed draws the same faults and events." };
        var cases = new Option<int>("--cases") { Description = "The most cycles." };
        var from = new Option<int>("--from") { Description = "The number of the first cycle, to replay a part of a run.", DefaultValueFactory = _ => 1 };
        var silos = new Option<int>("--silos") { Description = "How many silos.", DefaultValueFactory = _ => 3 };
        var apis = new Option<int>("--apis") { Description = "How many Apis.", DefaultValueFactory = _ => 2 };
        var output = new Option<string?>("--output") { Description = "The folder of the report and the recorded history. Default: artifacts/chaos/<seed>." };
        var only = new Option<string?>("--only") { Description = "Only faults of this kind, for example kill-silo." };
        var fold = new Option<int>("--fold-seconds") { Description = "How long folding may take after the last fault.", DefaultValueFactory = _ => 60 };
        var root = new RootCommand("Puts faults on real processes under load and checks that nothing is lost.") { minutes, seed, cases, from, silos, apis, output, only, fold };
        root.HelpName = "./autocrm chaos";
        root.SetAction((parsed, cancelled) =>
        {
            var chosen = parsed.GetValue(seed) ?? Random.Shared.Next(1, 1_000_000);
            var (most, time) = (parsed.GetValue(cases), parsed.GetValue(minutes));
            var plan = new ChaosPlan
            {
                Seed = chosen,
                From = parsed.GetValue(from),
                Only = parsed.GetValue(only),
                FoldBound = TimeSpan.FromSeconds(parsed.GetValue(fold)),
                Cases = most,
                Duration = TimeSpan.FromMinutes(time > 0 ? time : most > 0 ? 0 : 10),
                Fleet = new FleetPlan { Silos = parsed.GetValue(silos), Apis = parsed.GetValue(apis), Seed = chosen },
            };
            var folder = parsed.GetValue(output) ?? Path.Combine(plan.Fleet.Root, "artifacts", "chaos", chosen.ToString(System.Globalization.CultureInfo.InvariantCulture));
            return Run(plan, Directory.CreateDirectory(folder).FullName, cancelled);
        });
        return root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null }, cancellation);
    }

    private static async Task<int> Run(ChaosPlan plan, string output, CancellationToken cancellation)
    {
        Console.WriteLine($"seed {plan.Seed}, {plan.Fleet.Silos} silos, {plan.Fleet.Apis} Apis; report and history in {output}");
        using var folder = await RunFolder.Create();
        using var recorder = new Recorder(Path.Combine(output, "history.jsonl"), TimeProvider.System);
        var (disk, reason) = CutDisk.Make(folder.Path);
        using var cut = disk;
        Console.WriteLine(disk is null ? $"instead of power-cut PostgreSQL crashes only: {reason}" : "power-cut drops what was not flushed");
        await using var postgres = await FaultPostgres.Start(folder.Path, cancellation, disk: disk);
        ChaosReport report;
        try
        {
            await using var fleet = await RunningFleet.Start(folder, postgres, "chaos", plan.Fleet);
            var cycles = new List<CycleResult>();
            var run = new ChaosRun(plan, fleet, recorder, TimeProvider.System) { Done = Tell };
            await run.Run(cancellation);
            report = new ChaosReport(plan.Seed, ChaosReport.ThisMachine, cycles, await run.CheckAll());

            void Tell(CycleResult result)
            {
                cycles.Add(result);
                Console.WriteLine(ChaosReport.Line(result));
                Show(result.Anomalies);
            }
        }
        finally
        {
            Keep(folder.Path, output);
        }

        await File.WriteAllTextAsync(Path.Combine(output, "report.json"), report.ToJson(), CancellationToken.None);
        Show(report.AtTheEnd);
        Console.WriteLine(report.Summary());
        return report.Anomalies.Count == 0 ? 0 : 1;
    }

    private static void Show(IReadOnlyList<Anomaly> anomalies)
    {
        foreach (var anomaly in anomalies.Take(MostShown))
        {
            Console.WriteLine($"      {anomaly.Kind}: {anomaly.What}");
        }
    }

    private static void Keep(string folder, string output)
    {
        foreach (var log in Directory.GetFiles(folder, "*.log"))
        {
            File.Copy(log, Path.Combine(output, Path.GetFileName(log)), overwrite: true);
        }
    }
}
