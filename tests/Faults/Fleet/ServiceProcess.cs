using AutoCrm.Actors.Cli.Processes;
using AutoCrm.Actors.Cli.Running;

namespace AutoCrm.Actors.Faults.Fleet;

/// <summary>One Silo or Api: a real process, started from its own folder, that can be hurt and started again.</summary>
/// <param name="binary">The program.</param>
/// <param name="log">Its log file.</param>
/// <param name="environment">Chooses its variables at each start.</param>
/// <param name="started">Told of each new process.</param>
/// <param name="http">For health checks.</param>
internal sealed class ServiceProcess(string binary, string log, Func<Dictionary<string, string>> environment, Action<ProcessIdentity> started, HttpClient http)
    : IAsyncDisposable
{
    private const int LogTail = 600;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);
    private BackgroundProcess? process;
    private Uri health = new("http://127.0.0.1");

    public string Name => Path.GetFileNameWithoutExtension(log);

    public bool IsRunning => process?.Identity.IsAlive == true;

    /// <summary>What it has said so far, in all of its lives.</summary>
    public string Log => File.Exists(log) ? File.ReadAllText(log) : string.Empty;

    /// <summary>How much memory it holds, in MB.</summary>
    public int Megabytes => process is { Identity: { IsAlive: true, Id: var id } }
        ? (int)(System.Diagnostics.Process.GetProcessById(id).WorkingSet64 / 1_000_000)
        : 0;

    public void Start()
    {
        process?.Dispose();
        var variables = environment();
        var admin = LoopbackPort.Choose();
        variables["AutoCrm__AdminPort"] = admin.ToString(System.Globalization.CultureInfo.InvariantCulture);
        health = new Uri($"http://127.0.0.1:{admin}/health/ready");
        process = BackgroundProcess.Start([DotnetHost.Path, binary], log, variables, Path.GetDirectoryName(binary)!);
        started(process.Identity);
    }

    /// <summary>kill -9.</summary>
    public async Task Kill()
    {
        Signals.ForceToStop(process!.Identity);
        await process.WaitForExit(CancellationToken.None);
    }

    /// <summary>SIGTERM; by force after the bound.</summary>
    /// <returns>Whether it ended by itself in time.</returns>
    public async Task<bool> Stop(TimeSpan bound)
    {
        Signals.AskToStop(process!.Identity);
        try
        {
            await process.WaitForExit(CancellationToken.None).WaitAsync(bound);
            return true;
        }
        catch (TimeoutException)
        {
            await Kill();
            return false;
        }
    }

    /// <summary>Waits until it ends by itself.</summary>
    /// <returns>Its exit code; null if it has not ended in time.</returns>
    public async Task<int?> Ended(TimeSpan bound)
    {
        try
        {
            return await process!.WaitForExit(CancellationToken.None).WaitAsync(bound);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    public void Pause() => UnixSignal.Pause(process!.Identity);

    public void Resume() => UnixSignal.Resume(process!.Identity);

    /// <summary>Waits until it is ready; starts it again if it has ended, as a supervisor would.</summary>
    public async Task Ready(TimeSpan bound)
    {
        using var limit = new CancellationTokenSource(bound);
        while (!await IsReady())
        {
            if (limit.IsCancellationRequested)
            {
                throw new TimeoutException($"{Name} is not ready after {bound.TotalSeconds:0} s; its log ends with: {Tail()}");
            }

            if (!IsRunning)
            {
                Start();
            }

            await Task.Delay(Look);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (process is not null)
        {
            UnixSignal.Resume(process.Identity);
            await Kill();
            process.Dispose();
        }
    }

    private string Tail()
    {
        var all = Log;
        return all[Math.Max(0, all.Length - LogTail)..];
    }

    private async Task<bool> IsReady()
    {
        try
        {
            using var answer = await http.GetAsync(health);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception away) when (away is HttpRequestException or System.Net.Sockets.SocketException or OperationCanceledException)
        {
            return false;
        }
    }
}
