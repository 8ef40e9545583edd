using System.Text.Json;

namespace AutoCrm.Actors.Cli.Running;

/// <summary>
/// Files that only their owner may read, replaced as a whole: a reader never sees a half-written one. What is written is
/// there after a power cut: a master key that was lost would take with it all that was encrypted since.
/// </summary>
internal static class PrivateFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static string? Read(string path) => File.Exists(path) ? File.ReadAllText(path) : null;

    public static void Write(string path, string text)
    {
        var fresh = $"{path}.{Environment.ProcessId}.new";
        File.Delete(fresh);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly };
        using (var writer = new StreamWriter(new FileStream(fresh, options)))
        {
            writer.Write(text);
        }

        Flush(fresh);
        File.Move(fresh, path, overwrite: true);
        // Once more: with it goes its new name.
        Flush(path);
    }

    /// <summary>Reads a secret, or makes one and keeps it.</summary>
    public static string ReadOrCreate(string path, Func<string> create)
    {
        if (Read(path)?.Trim() is { Length: > 0 } kept)
        {
            return kept;
        }

        var made = create();
        Write(path, made);
        return made;
    }

    /// <summary>Reads a record; null if there is none, or only a damaged one.</summary>
    public static T? ReadJson<T>(string path)
        where T : class
    {
        try
        {
            return Read(path) is { } text ? JsonSerializer.Deserialize<T>(text, Format) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static void WriteJson<T>(string path, T value) => Write(path, JsonSerializer.Serialize(value, Format));

    private static void Flush(string path)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite);
        RandomAccess.FlushToDisk(file);
    }
}
