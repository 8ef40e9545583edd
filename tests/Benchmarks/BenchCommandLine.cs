using System.CommandLine;

namespace AutoCrm.Actors.Benchmarks;

/// <summary>The options of <c>./autocrm bench</c>.</summary>
internal static class BenchCommandLine
{
    public static RootCommand Create()
    {
        var only = new Option<string?>("--only") { Description = "The figures to measure, for example a,b,c. Default: all." };
        var seconds = new Option<int>("--seconds") { Description = "The length of a measured window.", DefaultValueFactory = _ => 60 };
        var rate = new Option<int?>("--rate") { Description = "Events a second to offer. Default: the highest that is sustained is searched for." };
        var load = new Option<LoadKind>("--load") { Description = "What is sent for (a): ordinary, a made-up mix; or simulated, the lives of ./autocrm simulate." };
        var seed = new Option<int>("--seed") { Description = "Decides the lives of the simulated load.", DefaultValueFactory = _ => 7 };
        var dealerships = new Option<int>("--dealerships") { Description = "How many dealerships send.", DefaultValueFactory = _ => 200 };
        var customers = new Option<int>("--customers") { Description = "How many customers the events are about.", DefaultValueFactory = _ => 20_000 };
        var vehicles = new Option<int>("--vehicles") { Description = "How many vehicles they are about.", DefaultValueFactory = _ => 20_000 };
        var batch = new Option<int>("--batch") { Description = "Events in one request.", DefaultValueFactory = _ => 250 };
        var connections = new Option<int>("--connections") { Description = "Connections of the load generator.", DefaultValueFactory = _ => 32 };
        var json = new Option<string?>("--json") { Description = "Also writes the result to this file as JSON." };
        var keep = new Option<bool>("--keep") { Description = "Keeps the folder of the system, with its database and logs." };
        var home = new Option<string?>("--home") { Description = "The folder of the system; what is there is used and stays. Default: a throw-away one." };
        var connection = new Option<string?>("--connection") { Description = "A database to use instead of a private PostgreSQL." };
        var history = new Option<long?>("--history") { Description = "Instead of the figures: how (a) changes when the log holds this many events more. For example 10000000, which takes 10 GB of disk." };
        AtLeastOne(seed, seconds, dealerships, customers, vehicles, batch, connections);
        dealerships.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() > 1_000)
            {
                result.AddError("--dealerships is at most 1000.");
            }
        });
        history.Validators.Add(result =>
        {
            if (result.GetValue(load) == LoadKind.Simulated)
            {
                result.AddError("--history is measured with the ordinary load.");
            }
        });
        var command = new RootCommand("Measures the product on its real processes, and prints a table.")
        {
            HelpName = "./autocrm bench",
        };
        foreach (var option in new Option[] { only, load, seed, seconds, rate, dealerships, customers, vehicles, batch, connections, json, keep, home, connection, history })
        {
            command.Add(option);
        }

        command.SetAction((parsed, cancellation) => BenchRun.Run(
            new BenchOptions
            {
                Only = (parsed.GetValue(only) ?? string.Empty).Where(char.IsAsciiLetter).Select(char.ToLowerInvariant).ToHashSet(),
                Seconds = parsed.GetValue(seconds),
                Rate = parsed.GetValue(rate),
                Load = parsed.GetValue(load),
                Seed = parsed.GetValue(seed),
                Dealerships = parsed.GetValue(dealerships),
                Customers = parsed.GetValue(customers),
                Vehicles = parsed.GetValue(vehicles),
                Batch = parsed.GetValue(batch),
                Connections = parsed.GetValue(connections),
                JsonFile = parsed.GetValue(json),
                Keep = parsed.GetValue(keep),
                Home = parsed.GetValue(home),
                Connection = parsed.GetValue(connection),
                History = parsed.GetValue(history),
            },
            cancellation));
        return command;
    }

    private static void AtLeastOne(params Option<int>[] options)
    {
        foreach (var option in options)
        {
            option.Validators.Add(result =>
            {
                if (result.GetValueOrDefault<int>() < 1)
                {
                    result.AddError($"{option.Name} is at least 1.");
                }
            });
        }
    }
}
