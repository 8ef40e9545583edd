using System.Security.Cryptography;
using System.Text;

namespace AutoCrm.Actors.Cli.Running;

/// <summary>Where a system keeps what is its own: settings, secrets, logs and the state of a running one.</summary>
internal sealed class Home
{
    private const string RootVariable = "AUTOCRM_ROOT";
    private const string HomeVariable = "AUTOCRM_HOME";

    public Home(string root, string folder)
    {
        Root = Path.GetFullPath(root);
        Folder = Path.GetFullPath(folder);
    }

    /// <summary>The project's root.</summary>
    public string Root { get; }

    /// <summary>The folder of this system, by default <c>.autocrm</c> in the root.</summary>
    public string Folder { get; }

    public string Logs => Path.Combine(Folder, "logs");

    public string SupervisorLog => Path.Combine(Logs, "up.log");

    public string LockFile => Path.Combine(Folder, "lock");

    public string StateFile => Path.Combine(Folder, "state.json");

    public string SettingsFile => Path.Combine(Folder, "settings.json");

    public string SigningKeyFile => Path.Combine(Folder, "signing-key");

    public string MasterKeyFile => Path.Combine(Folder, "master-key");

    /// <summary>Who was erased: what no restore of a backup may bring back.</summary>
    public string ErasureRegister => Path.Combine(Folder, "erasures");

    /// <summary>How far the log had come: what tells a silo that it starts on a backup.</summary>
    public string LogHeadsFile => Path.Combine(Folder, "log-heads");

    public string PostgresPasswordFile => Path.Combine(Folder, "postgres-password");

    /// <summary>Where the data of the private PostgreSQL are.</summary>
    public string PostgresData => Path.Combine(Folder, "postgres");

    /// <summary>Where they are instead if PostgreSQL's user may not enter the home.</summary>
    public string PostgresDataElsewhere =>
        Path.Combine("/var/lib/autocrm", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Folder)))[..16], "postgres");

    /// <summary>The system that the environment names.</summary>
    public static Home FromEnvironment()
    {
        var root = Environment.GetEnvironmentVariable(RootVariable) is { Length: > 0 } set ? set : RootOfBinary();
        var folder = Environment.GetEnvironmentVariable(HomeVariable) is { Length: > 0 } own ? own : Path.Combine(root, ".autocrm");
        return new Home(root, folder);
    }

    /// <summary>A built program of the project.</summary>
    public string Binary(string project) =>
        Path.Combine(Root, "artifacts", "bin", project, "release", $"AutoCrm.Actors.{project}.dll");

    public string Log(string process) => Path.Combine(Logs, process + ".log");

    /// <summary>Creates the folders. Others may pass through, because PostgreSQL runs as another user when this is root.</summary>
    public void Create()
    {
        if (!Directory.Exists(Folder))
        {
            var mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
            var pass = Environment.IsPrivilegedProcess ? UnixFileMode.GroupExecute | UnixFileMode.OtherExecute : UnixFileMode.None;
            Directory.CreateDirectory(Folder, mode | pass);
        }

        Directory.CreateDirectory(Logs);
    }

    // artifacts/bin/Cli/release, without the launcher.
    private static string RootOfBinary() => Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", ".."));
}
