using System.Globalization;
using System.Text.RegularExpressions;
using AutoCrm.Actors.Cli.Processes;

namespace AutoCrm.Actors.Cli.Postgres;

/// <summary>An installed PostgreSQL.</summary>
/// <param name="Folder">The folder of its programs.</param>
/// <param name="Major">Its major version.</param>
internal sealed record PostgresBinaries(string Folder, int Major)
{
    /// <summary>The oldest major version that the product runs on.</summary>
    public const int MinMajor = 15;

    private static readonly string[] Needed = ["initdb", "pg_ctl", "postgres", "psql"];

    public string this[string program] => Path.Combine(Folder, program);

    /// <summary>The PostgreSQL whose programs are in a folder; null if it has not all that are needed.</summary>
    public static PostgresBinaries? In(string folder)
    {
        if (Needed.Any(program => !File.Exists(Path.Combine(folder, program))))
        {
            return null;
        }

        var version = Tool.Run(Path.Combine(folder, "postgres"), ["--version"]);
        return MajorOf(version.Output) is { } major ? new PostgresBinaries(folder, major) : null;
    }

    /// <summary>Reads the major version from what <c>postgres --version</c> prints.</summary>
    public static int? MajorOf(string text)
    {
        var match = Regex.Match(text, @"PostgreSQL\) (?<major>\d{1,4})", RegexOptions.NonBacktracking);
        return match.Success ? int.Parse(match.Groups["major"].Value, CultureInfo.InvariantCulture) : null;
    }
}
