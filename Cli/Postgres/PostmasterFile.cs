using System.Globalization;
using AutoCrm.Actors.Cli.Processes;

namespace AutoCrm.Actors.Cli.Postgres;

/// <summary>The <c>postmaster.pid</c> of a data directory.</summary>
internal sealed class PostmasterFile(string dataDirectory)
{
    // Every process of a PostgreSQL has its data directory as working directory. Asked as PostgreSQL's own user:
    // in a container even root may not look into other users' processes.
    private const string AnyoneHere =
        "here=$(cd \"$1\" && pwd -P) || exit 0; for p in /proc/[0-9]*; do [ \"${p#/proc/}\" != $$ ] && " +
        "[ \"$(readlink \"$p/cwd\" 2>/dev/null)\" = \"$here\" ] && { echo found; exit; }; done; exit 0";

    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    private string FilePath => Path.Combine(dataDirectory, "postmaster.pid");

    /// <summary>The postmaster that runs on this data directory; null if none does, whatever the file says.</summary>
    public ProcessIdentity? Running() =>
        NamedProcess() is { } id && ProcessIdentity.Of(id) is { } process && IsPostmaster(id) ? process : null;

    /// <summary>
    /// Removes a file whose postmaster has gone. PostgreSQL repairs most of them itself, but refuses to start when the
    /// number is that of a process not yet reaped, or was used again by another process of the same user.
    /// </summary>
    /// <returns>Whether there was something to repair.</returns>
    public async Task<bool> RemoveIfStale(PostgresAccount account, TimeProvider time, CancellationToken cancellation)
    {
        if (!File.Exists(FilePath) || Running() is not null)
        {
            return false;
        }

        // A back end outlives its postmaster for a moment, and may write. If it stays, the file must stay, too.
        var began = time.GetTimestamp();
        while (account.Run("/bin/sh", ["-c", AnyoneHere, "sh", dataDirectory]).Output.Length > 0)
        {
            if (time.GetElapsedTime(began) > Bound)
            {
                return false;
            }

            await Task.Delay(Look, time, cancellation);
        }

        File.Delete(FilePath);
        return true;
    }

    private int? NamedProcess()
    {
        try
        {
            var first = File.Exists(FilePath) ? File.ReadLines(FilePath).FirstOrDefault() : null;
            return int.TryParse(first, NumberStyles.Integer, CultureInfo.InvariantCulture, out var id) ? Math.Abs(id) : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    private bool IsPostmaster(int id) =>
        ProcessIdentity.CommandLineOf(id).Contains("-D " + dataDirectory, StringComparison.Ordinal);
}
