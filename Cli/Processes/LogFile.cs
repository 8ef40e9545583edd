namespace AutoCrm.Actors.Cli.Processes;

/// <summary>Keeps the log of a process bounded.</summary>
internal static class LogFile
{
    /// <summary>The size at which a log is set aside: 50 MB.</summary>
    public const long MaxBytes = 50L * 1024 * 1024;

    private const int TailBytes = 16 * 1024;

    /// <summary>Sets a log aside before a new process begins one.</summary>
    public static void Rotate(string path)
    {
        if (File.Exists(path) && new FileInfo(path).Length > 0)
        {
            File.Move(path, path + ".1", overwrite: true);
        }
    }

    /// <summary>Copies an overlong log away and empties it, while its writer goes on appending.</summary>
    public static bool TruncateIfOverlong(string path, long maxBytes = MaxBytes)
    {
        if (!File.Exists(path) || new FileInfo(path).Length <= maxBytes)
        {
            return false;
        }

        File.Copy(path, path + ".1", overwrite: true);
        using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        file.SetLength(0);
        return true;
    }

    /// <summary>The last lines of a log.</summary>
    public static IReadOnlyList<string> Tail(string path, int lines)
    {
        if (!File.Exists(path))
        {
            return [];
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        file.Seek(-Math.Min(file.Length, TailBytes), SeekOrigin.End);
        using var reader = new StreamReader(file);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).TakeLast(lines)];
    }
}
