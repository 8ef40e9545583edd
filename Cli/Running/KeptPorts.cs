namespace AutoCrm.Actors.Cli.Running;

/// <summary>The ports of one silo.</summary>
/// <param name="Silo">Where other silos talk to it.</param>
/// <param name="Gateway">Where it takes clients.</param>
internal sealed record SiloPorts(int Silo, int Gateway);

/// <summary>The ports of the silos, from start to start the same ones if they are free.</summary>
/// <remarks>
/// A silo that starts at the address of a killed one replaces it in the cluster at once, where one at another address
/// first waits until the others have given the killed one up.
/// </remarks>
internal sealed class KeptPorts(Home home)
{
    private readonly Lock gate = new();

    /// <summary>The ports for the next start of a silo.</summary>
    /// <param name="number">Which silo, from 1.</param>
    public SiloPorts Of(int number)
    {
        lock (gate)
        {
            var settings = PrivateFile.ReadJson<Settings>(home.SettingsFile) ?? new Settings();
            var kept = settings.Silos.ToList();
            while (kept.Count < number)
            {
                kept.Add(new SiloPorts(0, 0));
            }

            // Those of a silo that is just being restarted are free, and not to be had.
            var others = kept.Where((_, index) => index != number - 1).SelectMany(ports => new[] { ports.Silo, ports.Gateway }).ToHashSet();
            var silo = Choose(kept[number - 1].Silo, others);
            kept[number - 1] = new SiloPorts(silo, Choose(kept[number - 1].Gateway, [.. others, silo]));
            PrivateFile.WriteJson(home.SettingsFile, settings with { Silos = kept });
            return kept[number - 1];
        }
    }

    private static int Choose(int wanted, HashSet<int> taken)
    {
        var port = LoopbackPort.Choose(wanted > 0 ? wanted : null);
        while (taken.Contains(port))
        {
            port = LoopbackPort.Choose();
        }

        return port;
    }
}
