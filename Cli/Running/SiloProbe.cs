using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace AutoCrm.Actors.Cli.Running;

/// <summary>What a silo says of itself on its admin port.</summary>
/// <param name="Status">Its standing in the cluster, in Orleans' words.</param>
/// <param name="Partitions">The partitions of the log that it carries to the actors.</param>
/// <param name="PartitionsOfLog">How many the log has.</param>
/// <param name="Lag">How many events of the log are not folded yet, of all partitions; null while the database does not answer.</param>
internal sealed record SiloAnswer(string Status, IReadOnlyList<int> Partitions, int PartitionsOfLog, long? Lag);

/// <summary>Asks silos how they are.</summary>
internal sealed class SiloProbe : IDisposable
{
    private readonly HttpClient client = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(5) };

    /// <summary>The answer of a silo; null if none came.</summary>
    public async Task<SiloAnswer?> Ask(ServiceState silo, CancellationToken cancellation)
    {
        var address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{silo.AdminPort}/status"));
        try
        {
            return await client.GetFromJsonAsync<SiloAnswer>(address, cancellation);
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException or JsonException)
        {
            cancellation.ThrowIfCancellationRequested();
            return null;
        }
    }

    /// <summary>Whether every partition has exactly one owner, and every silo owns some if there are enough.</summary>
    public static bool AllOwned(IReadOnlyList<SiloAnswer?> answers)
    {
        if (answers is not [{ PartitionsOfLog: var count }, ..] || answers.Contains(null))
        {
            return false;
        }

        var owned = answers.SelectMany(answer => answer!.Partitions).ToList();
        return owned.Count == count && owned.Distinct().Count() == count
            && (count < answers.Count || answers.All(answer => answer!.Partitions.Count > 0));
    }

    public void Dispose() => client.Dispose();
}
