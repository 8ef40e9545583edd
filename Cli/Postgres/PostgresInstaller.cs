using AutoCrm.Actors.Cli.Processes;

namespace AutoCrm.Actors.Cli.Postgres;

/// <summary>Gets a PostgreSQL: one of this machine, or else one from its package manager.</summary>
internal sealed class PostgresInstaller(PostgresLocator locator, Notices notices)
{
    // Debian's package would create and start a cluster of its own on port 5432.
    private const string NoDebianCluster =
        "mkdir -p /etc/postgresql-common && " +
        "{ [ -e /etc/postgresql-common/createcluster.conf ] || echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.conf; }";

    private const string Debian =
        NoDebianCluster + " && DEBIAN_FRONTEND=noninteractive apt-get update -q && " +
        "DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends -o Dpkg::Options::=--force-confold postgresql";

    private static readonly string[] PackageManagers = ["apt-get", "dnf", "brew"];
    private static readonly string[] AskNothing = ["-n", "true"];

    /// <summary>The PostgreSQL to use, installed first if there is none.</summary>
    /// <param name="major">The major version that existing data demands; null if any will do.</param>
    public PostgresBinaries Get(int? major = null)
    {
        if (locator.Find(major) is { } found)
        {
            return found;
        }

        if (major is { } demanded)
        {
            throw new OperatorException(
                $"The data were made by PostgreSQL {demanded}, which is not on this machine. Install it, or name its folder in AUTOCRM_PG_BIN.");
        }

        Install();
        return locator.Find() ?? throw Missing("The package manager's PostgreSQL is older than that.");
    }

    private static OperatorException Missing(string why) => new(
        $"PostgreSQL {PostgresBinaries.MinMajor} or newer is needed. {why}\n" +
        "  Debian, Ubuntu:  sudo apt-get install postgresql\n" +
        "  Fedora:          sudo dnf install postgresql-server\n" +
        "  macOS:           brew install postgresql@17\n" +
        "Or name the folder of its programs in AUTOCRM_PG_BIN, or a running database in ConnectionStrings__AutoCrm.");

    private static string? PackageManager() => PackageManagers.FirstOrDefault(name => Tool.Find(name) is not null);

    private static string[]? AsRoot(string script)
    {
        if (Environment.IsPrivilegedProcess)
        {
            return ["/bin/sh", "-c", script];
        }

        var maySudo = Tool.Find("sudo") is not null && Tool.Run("sudo", AskNothing).Succeeded;
        return maySudo ? ["sudo", "-n", "/bin/sh", "-c", script] : null;
    }

    private void Install()
    {
        var (what, line) = PackageManager() switch
        {
            "apt-get" => ("apt-get install postgresql (without its own cluster)", AsRoot(Debian)),
            "dnf" => ("dnf install postgresql-server", AsRoot("dnf install -y -q postgresql-server")),
            "brew" => ("brew install postgresql@17", ["brew", "install", "--quiet", "postgresql@17"]),
            _ => throw Missing("There is none on this machine, and no package manager that is known (apt-get, dnf, brew)."),
        };
        if (line is null)
        {
            throw Missing("There is none on this machine, and installing needs root (sudo would ask for a password).");
        }

        notices.Warn($"PostgreSQL is not on this machine; installing it: {what}");
        var answer = Tool.Run(line[0], line.Skip(1));
        if (!answer.Succeeded)
        {
            throw Missing($"Installing it failed:\n{string.Join('\n', answer.Text.Split('\n').TakeLast(15))}");
        }
    }
}
