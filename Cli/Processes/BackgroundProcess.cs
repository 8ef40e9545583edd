using System.Diagnostics;

namespace AutoCrm.Actors.Cli.Processes;

/// <summary>A long-lived process in a session of its own, which writes straight into a log file.</summary>
/// <remarks>
/// A session of its own, because Ctrl-C goes to the whole group of the terminal and would stop all at once instead of
/// in order. Straight into the file, because a pipe to a starter that was killed would lose what the process says last.
/// </remarks>
internal sealed class BackgroundProcess : IDisposable
{
    private const string RunLogged = "log=$1; shift; exec \"$@\" >>\"$log\" 2>&1 </dev/null";
    private readonly Process process;

    private BackgroundProcess(Process process, ProcessIdentity identity)
    {
        this.process = process;
        Identity = identity;
    }

    public ProcessIdentity Identity { get; }

    /// <summary>Starts a process.</summary>
    public static BackgroundProcess Start(
        IReadOnlyList<string> command, string log, IReadOnlyDictionary<string, string> environment, string directory)
    {
        List<string> line = [.. OwnSession(), "/bin/sh", "-c", RunLogged, "sh", log, .. command];
        var start = new ProcessStartInfo(line[0], line.Skip(1)) { WorkingDirectory = directory };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start) ?? throw new InvalidOperationException($"{line[0]} did not start.");
        var identity = ProcessIdentity.Of(process.Id) ?? new ProcessIdentity(process.Id, "ended");
        return new BackgroundProcess(process, identity);
    }

    /// <summary>Waits for the end of the process.</summary>
    /// <returns>Its exit code; 128 and the signal's number if a signal ended it.</returns>
    public async Task<int> WaitForExit(CancellationToken cancellation)
    {
        await process.WaitForExitAsync(cancellation);
        return process.ExitCode;
    }

    public void Dispose() => process.Dispose();

    private static string[] OwnSession() => (Tool.Find("setsid"), Tool.Find("perl")) switch
    {
        ({ } setsid, _) => [setsid],
        (_, { } perl) => [perl, "-MPOSIX=setsid", "-e", "setsid(); exec @ARGV or die $!", "--"],
        _ => [],
    };
}
