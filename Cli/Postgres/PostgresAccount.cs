using AutoCrm.Actors.Cli.Processes;

namespace AutoCrm.Actors.Cli.Postgres;

/// <summary>The user that PostgreSQL runs as: it refuses to run as root.</summary>
/// <param name="User">The user's name; null if it is the one who runs this program.</param>
internal sealed record PostgresAccount(string? User)
{
    private const string Usual = "postgres";
    private const string Own = "autocrm";
    private static readonly Dictionary<string, string> English = new() { ["LC_ALL"] = "C" };

    /// <summary>The account to use for whoever runs this program.</summary>
    public static PostgresAccount Choose()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return new PostgresAccount((string?)null);
        }

        if (Exists(Usual))
        {
            return new PostgresAccount(Usual);
        }

        if (!Exists(Own))
        {
            var made = Tool.Run("useradd", ["--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", Own]);
            if (!made.Succeeded)
            {
                throw new OperatorException($"PostgreSQL does not run as root, and creating the user {Own} for it failed: {made.Text}");
            }
        }

        return new PostgresAccount(Own);
    }

    /// <summary>Runs a program as this account.</summary>
    public ToolAnswer Run(string file, IEnumerable<string> arguments, string? input = null)
    {
        List<string> line = [.. As(), file, .. arguments];
        return Tool.Run(line[0], line.Skip(1), input, English);
    }

    /// <summary>Whether the account can get to a folder.</summary>
    public bool CanReach(string folder) => User is null || Run("/bin/sh", ["-c", "cd \"$1\"", "sh", folder]).Succeeded;

    /// <summary>Makes a file or folder the account's own.</summary>
    public void TakeOver(string path)
    {
        if (User is not null)
        {
            var answer = Tool.Run("chown", [User + ":", path]);
            if (!answer.Succeeded)
            {
                throw new OperatorException($"{path} could not be given to the user {User}: {answer.Text}");
            }
        }
    }

    private static bool Exists(string user) => Tool.Run("id", ["-u", user]).Succeeded;

    private string[] As()
    {
        if (User is null)
        {
            return [];
        }

        return (Tool.Find("setpriv"), Tool.Find("runuser"), Tool.Find("sudo")) switch
        {
            ({ } setpriv, _, _) => [setpriv, "--reuid", User, "--regid", User, "--init-groups", "--"],
            (_, { } runuser, _) => [runuser, "-u", User, "--"],
            (_, _, { } sudo) => [sudo, "-n", "-u", User],
            _ => throw new OperatorException("PostgreSQL does not run as root, and setpriv, runuser and sudo are all missing."),
        };
    }
}
