using AutoCrm.Actors.Faults.Fleet;

namespace AutoCrm.Actors.Faults.Nemesis;

/// <summary>What happens to processes.</summary>
internal static class ProcessFaults
{
    private static readonly TimeSpan StopBound = TimeSpan.FromSeconds(40);

    public static Fault KillSilo(Random random)
    {
        var (silo, away) = (random.Next(1000), random.Next(100, 1500));
        return new("kill-silo", $"silo {silo}, away {away} ms", async fleet =>
        {
            var one = fleet.Silos[silo % fleet.Silos.Count];
            await one.Process.Kill();
            await Task.Delay(away);
            one.Process.Start();
        });
    }

    public static Fault MoveSilo(Random random)
    {
        var silo = random.Next(1000);
        return new("move-silo", $"silo {silo}, killed and started at another address", async fleet =>
        {
            var one = fleet.Silos[silo % fleet.Silos.Count];
            await one.Process.Kill();
            one.Move();
            one.Process.Start();
        });
    }

    public static Fault KillAllSilos(Random random)
    {
        var moved = random.Next(2) == 0;
        return new("kill-all-silos", moved ? "started at other addresses" : "started at the same addresses", async fleet =>
        {
            await Task.WhenAll(fleet.Silos.Select(silo => silo.Process.Kill()));
            foreach (var silo in fleet.Silos)
            {
                if (moved)
                {
                    silo.Move();
                }

                silo.Process.Start();
            }
        });
    }

    public static Fault KillApi(Random random)
    {
        var (api, away) = (random.Next(1000), random.Next(100, 1500));
        return new("kill-api", $"api {api}, away {away} ms", async fleet =>
        {
            var one = fleet.Apis[api % fleet.Apis.Count];
            await one.Process.Kill();
            await Task.Delay(away);
            one.Process.Start();
        });
    }

    public static Fault PauseSilo(Random random, bool isLong)
    {
        var (silo, ms) = (random.Next(1000), isLong ? random.Next(20_000, 45_000) : random.Next(1_500, 6_000));
        return new(isLong ? "zombie-silo" : "pause-silo", $"silo {silo}, {ms} ms", async fleet =>
        {
            var one = fleet.Silos[silo % fleet.Silos.Count];
            one.Process.Pause();
            await Task.Delay(ms);
            one.Process.Resume();
        });
    }

    public static Fault PauseApi(Random random)
    {
        var (api, ms) = (random.Next(1000), random.Next(1_000, 4_000));
        return new("pause-api", $"api {api}, {ms} ms", async fleet =>
        {
            var one = fleet.Apis[api % fleet.Apis.Count];
            one.Process.Pause();
            await Task.Delay(ms);
            one.Process.Resume();
        });
    }

    public static Fault RollingRestart(Random random)
    {
        var first = random.Next(1000);
        return new("rolling-restart", $"SIGTERM one after another, from silo {first}", async fleet =>
        {
            for (var n = 0; n < fleet.Silos.Count; n++)
            {
                var one = fleet.Silos[(first + n) % fleet.Silos.Count];
                await one.Process.Stop(StopBound);
                one.Process.Start();
                await one.Process.Ready(RunningFleet.StartBound);
            }
        });
    }
}
