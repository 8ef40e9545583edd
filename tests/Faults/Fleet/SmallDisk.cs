using AutoCrm.Actors.Cli.Processes;

namespace AutoCrm.Actors.Faults.Fleet;

/// <summary>A small file system of its own, in memory, which can be filled to the last byte.</summary>
internal sealed class SmallDisk : IDisposable
{
    private const string Name = "small-disk";
    private const string Filler = "filler";
    private const int PieceLength = 64 * 1024;

    private SmallDisk(string path) => Path = path;

    public string Path { get; }

    /// <summary>Mounts one in a run's folder.</summary>
    /// <returns>The disk, or why this machine has none.</returns>
    public static (SmallDisk? Disk, string? Reason) Mount(string folder, int megabytes)
    {
        var path = Directory.CreateDirectory(System.IO.Path.Combine(folder, Name)).FullName;
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
        {
            return (null, "mounting a file system needs root on Linux");
        }

        var answer = Tool.Run("mount", ["-t", "tmpfs", "-o", $"size={megabytes}m,mode=0755", "tmpfs", path]);
        return answer.Succeeded ? (new SmallDisk(path), null) : (null, $"mount says: {answer.Text}");
    }

    /// <summary>Unmounts what a run that was killed left.</summary>
    public static void Release(string folder)
    {
        var path = System.IO.Path.Combine(folder, Name);
        if (Directory.Exists(path))
        {
            Tool.Run("umount", [path]);
        }
    }

    /// <summary>Takes all space that is left.</summary>
    public void Fill()
    {
        using var filler = new FileStream(System.IO.Path.Combine(Path, Filler), FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        for (var length = PieceLength; length > 0; length /= 2)
        {
            var piece = new byte[length];
            try
            {
                while (true)
                {
                    filler.Write(piece);
                }
            }
            catch (IOException)
            {
                // So much is not left: a smaller piece may fit.
            }
        }
    }

    /// <summary>Gives it back.</summary>
    public void Free() => File.Delete(System.IO.Path.Combine(Path, Filler));

    public void Dispose() => Tool.Run("umount", [Path]);
}
