namespace AutoCrm.Actors.Faults.Fleet;

/// <summary>A small file system of its own, in memory, which can be filled to the last byte.</summary>
internal sealed class SmallDisk : IDisposable
{
    private const string Filler = "filler";
    private const int PieceLength = 64 * 1024;

    private readonly Mount mount;

    private SmallDisk(Mount mount) => this.mount = mount;

    public string Path => mount.Path;

    /// <summary>Mounts one in a run's folder.</summary>
    /// <returns>The disk, or why this machine has none.</returns>
    public static (SmallDisk? Disk, string? Reason) Mount(string folder, int megabytes)
    {
        var (mount, reason) = Fleet.Mount.At(
            System.IO.Path.Combine(folder, "small-disk"), "-t", "tmpfs", "-o", $"size={megabytes}m,mode=0755", "tmpfs");
        return (mount is null ? null : new SmallDisk(mount), reason);
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

    public void Dispose() => mount.Dispose();
}
