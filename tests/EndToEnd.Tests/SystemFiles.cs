using System.Security.Cryptography;
using System.Text;
using Xunit;

namespace AutoCrm.Actors.EndToEnd.Tests;

/// <summary>Looks for texts in every file of a system: its home with the logs, and the data directory of its PostgreSQL with the write-ahead log.</summary>
internal static class SystemFiles
{
    public static IReadOnlyList<string> With(string home, IReadOnlyList<string> words)
    {
        // Where PostgreSQL's user may not enter the home, the data are elsewhere.
        var elsewhere = Path.Combine("/var/lib/autocrm", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path.GetFullPath(home))))[..16]);
        string[] folders = [home, .. Directory.Exists(elsewhere) ? [elsewhere] : Array.Empty<string>()];
        var files = folders.SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)).ToArray();
        Assert.Contains(files, file => file.EndsWith("PG_VERSION", StringComparison.Ordinal));
        Assert.Contains(files, file => file.Contains("pg_wal", StringComparison.Ordinal));
        Assert.Contains(files, file => file.EndsWith(".log", StringComparison.Ordinal));
        return [.. files.SelectMany(file => words.Where(Contains(file)).Select(word => $"{word} in {file}"))];
    }

    private static Func<string, bool> Contains(string file)
    {
        var bytes = Read(file);
        return word => bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(word)) >= 0;
    }

    private static byte[] Read(string file)
    {
        try
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var content = new MemoryStream();
            stream.CopyTo(content);
            return content.ToArray();
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            return [];
        }
        catch (IOException) when (Path.GetFileName(file) == "lock")
        {
            // Whoever runs the system holds it open for itself alone; it is empty.
            return [];
        }
    }
}
