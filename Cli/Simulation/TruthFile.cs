using System.Text.Json;

namespace AutoCrm.Actors.Cli.Simulation;

/// <summary>The truth as NDJSON: one line for each customer, vehicle and dealership.</summary>
internal sealed class TruthFile : IDisposable
{
    private readonly StreamWriter output;
    private readonly Truth truth = new();

    public TruthFile(string path) => output = new StreamWriter(path) { NewLine = "\n" };

    /// <summary>Follows lives to an instant and writes what is true then. Lives of several dealerships may come at once.</summary>
    public void Add(IEnumerable<Life> lives, DateTimeOffset until)
    {
        lock (truth)
        {
            foreach (var life in lives)
            {
                truth.Follow(life, until);
            }

            foreach (var customer in truth.Customers)
            {
                output.WriteLine($$"""{"customer":{{JsonSerializer.Serialize(customer, TruthJson.Default.CustomerTruth)}}}""");
            }

            foreach (var vehicle in truth.Vehicles)
            {
                output.WriteLine($$"""{"vehicle":{{JsonSerializer.Serialize(vehicle, TruthJson.Default.VehicleTruth)}}}""");
            }

            foreach (var dealership in truth.Dealerships)
            {
                dealership.Quotes.RemoveAll(valid => valid <= until);
            }

            truth.ForgetLives();
        }
    }

    /// <summary>Writes the dealerships, in order of their codes, once all lives were added.</summary>
    public void Complete()
    {
        foreach (var dealership in truth.Dealerships.OrderBy(one => one.Code, StringComparer.Ordinal))
        {
            output.WriteLine($$"""{"dealership":{{JsonSerializer.Serialize(dealership, TruthJson.Default.DealershipTruth)}}}""");
        }
    }

    public void Flush() => output.Flush();

    public void Dispose() => output.Dispose();
}
