using System.ComponentModel;
using System.Runtime.InteropServices;
using AutoCrm.Actors.Cli.Processes;
using Microsoft.Win32.SafeHandles;

namespace AutoCrm.Actors.Faults.Fleet;

/// <summary>
/// A disk that can lose what was not flushed to it, as when the power goes: an ext4 in a file. The kernel can shut an
/// ext4 down at once without writing anything more, neither data nor its journal; the next mount replays the journal.
/// What the kernel had written by itself stays, as it may on a machine.
/// </summary>
internal sealed class CutDisk : IDisposable
{
    private const long Length = 8L << 30;
    private const nuint ShutDown = 0x8004587d;
    private const uint WithoutJournal = 2;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    private readonly Mount mount;
    private readonly string image;

    private CutDisk(Mount mount, string image) => (this.mount, this.image) = (mount, image);

    public string Path => mount.Path;

    /// <summary>Makes one in a run's folder and mounts it.</summary>
    /// <returns>The disk, or why this machine has none.</returns>
    public static (CutDisk? Disk, string? Reason) Make(string folder, string name = "cut-disk")
    {
        if (Tool.Find("mkfs.ext4") is not { } make)
        {
            return (null, "there is no mkfs.ext4");
        }

        // As long as it says, but only what is written takes space.
        var image = System.IO.Path.Combine(folder, name + ".img");
        using (var file = File.Create(image))
        {
            file.SetLength(Length);
        }

        var made = Tool.Run(make, ["-q", "-F", "-N", "65536", image]);
        if (!made.Succeeded)
        {
            return (null, $"mkfs.ext4 says: {made.Text}");
        }

        // The journal rests, so that as little as possible is written that nobody has flushed.
        var (mount, reason) = Mount.At(System.IO.Path.Combine(folder, name), "-o", "loop,noatime,noinit_itable,commit=300", image);
        return (mount is null ? null : new CutDisk(mount, image), reason);
    }

    /// <summary>Flushes what anybody has written.</summary>
    public void Flush()
    {
        var answer = Tool.Run("sync", ["-f", Path]);
        if (!answer.Succeeded)
        {
            throw new IOException($"The disk cannot be flushed: {answer.Text}");
        }
    }

    /// <summary>Loses everything that was not flushed. Whoever has files open there gets errors from now on.</summary>
    public void Cut()
    {
        using var any = File.OpenHandle(System.IO.Path.Combine(Path, "cut"), FileMode.OpenOrCreate, FileAccess.Read, FileShare.ReadWrite);
        var how = WithoutJournal;
        if (Control(any, ShutDown, ref how) != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }

    /// <summary>The power is back. Waits for the last process that has files open there.</summary>
    public async Task Restore(TimeSpan bound)
    {
        var began = TimeProvider.System.GetTimestamp();
        for (var answer = mount.Detach(); !answer.Succeeded; answer = mount.Detach())
        {
            if (TimeProvider.System.GetElapsedTime(began) > bound)
            {
                throw new TimeoutException($"The disk is still in use after {bound.TotalSeconds:0} s: {answer.Text}");
            }

            await Task.Delay(Look);
        }

        var attached = mount.Attach();
        if (!attached.Succeeded)
        {
            throw new IOException($"The disk cannot be mounted again: {attached.Text}");
        }
    }

    public void Dispose()
    {
        mount.Dispose();
        File.Delete(image);
    }

    [DllImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Control(SafeFileHandle file, nuint request, ref uint argument);
}
