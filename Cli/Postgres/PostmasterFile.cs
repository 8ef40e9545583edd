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

    private string FilePath => Path.Combine(dataDirectory, "postmaster.pid");

    /// <summary>The postmaster that runs on this data directory; null if none does, whatever the file says.</summary>
    public ProcessIdentity? Running() =>
        NamedProcess() is { } id && ProcessIdentity.Of(id) is { } process && IsPostmaster(id) ? process : null;

    /// <summary>
    /// Removes a file that names a stranger. PostgreSQL itself repairs one that names a dead process, but refuses to
    /// start when the number was used again by another process of the same user.
    /// </summary>
    /// <returns>Whether there was something to repair.</returns>
    public bool RemoveIfForeign(PostgresAccount account)
    {
        if (NamedProcess() is not { } id || ProcessIdentity.Of(id) is null || IsPostmaster(id))
        {
            return false;
        }

        // A back end that outlived its postmaster still writes: then the file must stay, and PostgreSQL explains.
        if (account.Run("/bin/sh", ["-c", AnyoneHere, "sh", dataDirectory]).Output.Length > 0)
        {
            return false;
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
