namespace AutoCrm.Actors.Cli.Postgres;

/// <summary>Finds the PostgreSQL installations of this machine.</summary>
internal sealed class PostgresLocator(Func<string, string?> environment, Func<string, PostgresBinaries?> inFolder, string machine = "/")
{
    private const string Variable = "AUTOCRM_PG_BIN";

    // Parent folders, and what a folder in them is called that holds one version.
    private static readonly (string Parent, string Pattern, string Programs)[] Usual =
    [
        ("usr/lib/postgresql", "*", "bin"),
        ("usr", "pgsql-*", "bin"),
        ("opt/homebrew/opt", "postgresql@*", "bin"),
        ("usr/local/opt", "postgresql@*", "bin"),
        ("home/linuxbrew/.linuxbrew/opt", "postgresql@*", "bin"),
    ];

    /// <summary>The installations of this machine.</summary>
    public static PostgresLocator OfMachine { get; } = new(Environment.GetEnvironmentVariable, PostgresBinaries.In);

    /// <summary>The PostgreSQL to use; null if there is none that is new enough.</summary>
    /// <param name="major">The major version that existing data demands; null if any will do.</param>
    public PostgresBinaries? Find(int? major = null)
    {
        if (environment(Variable) is { Length: > 0 } told)
        {
            return Told(told, major);
        }

        return Folders()
            .Select(folder => inFolder(folder) ?? inFolder(Resolved(folder)))
            .FirstOrDefault(found => found is { Major: >= PostgresBinaries.MinMajor } && (major ?? found.Major) == found.Major);
    }

    /// <summary>The folders that are looked into, in this order: PATH first, then the usual ones, the newest version first.</summary>
    public IEnumerable<string> Folders()
    {
        var path = (environment("PATH") ?? string.Empty).Split(':', StringSplitOptions.RemoveEmptyEntries);
        return path.Where(folder => File.Exists(Path.Combine(folder, "pg_ctl"))).Concat(Usual.SelectMany(UsualFolders)).Distinct();
    }

    private IEnumerable<string> UsualFolders((string Parent, string Pattern, string Programs) usual)
    {
        var parent = Path.Combine(machine, usual.Parent);
        return Directory.Exists(parent)
            ? Directory.GetDirectories(parent, usual.Pattern).OrderByDescending(VersionOf).Select(folder => Path.Combine(folder, usual.Programs))
            : [];
    }

    private static int VersionOf(string folder)
    {
        var digits = new string([.. Path.GetFileName(folder).Where(char.IsAsciiDigit).Take(4)]);
        return int.TryParse(digits, out var version) ? version : 0;
    }

    // Some machines link only a few of the programs into a folder on PATH.
    private static string Resolved(string folder)
    {
        var target = File.ResolveLinkTarget(Path.Combine(folder, "pg_ctl"), returnFinalTarget: true);
        return Path.GetDirectoryName(target?.FullName) ?? folder;
    }

    private PostgresBinaries Told(string folder, int? major)
    {
        var found = inFolder(folder)
            ?? throw new OperatorException($"{Variable} is {folder}, but initdb, pg_ctl, postgres and psql are not all there.");
        if (found.Major < PostgresBinaries.MinMajor)
        {
            throw new OperatorException($"{Variable} is PostgreSQL {found.Major}; {PostgresBinaries.MinMajor} or newer is needed.");
        }

        if (major is { } demanded && demanded != found.Major)
        {
            throw new OperatorException($"{Variable} is PostgreSQL {found.Major}, but the data were made by PostgreSQL {demanded}.");
        }

        return found;
    }
}
