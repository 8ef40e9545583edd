using AutoCrm.Actors.Cli.Processes;

namespace AutoCrm.Actors.Faults.Fleet;

/// <summary>A file system of its own in a run's folder.</summary>
internal sealed class Mount : IDisposable
{
    private readonly string[] arguments;

    private Mount(string path, string[] arguments) => (Path, this.arguments) = (path, arguments);

    public string Path { get; }

    /// <summary>Mounts one.</summary>
    /// <param name="path">Where; the folder is made.</param>
    /// <param name="arguments">What <c>mount</c> is told before it.</param>
    /// <returns>The file system, or why this machine has none.</returns>
    public static (Mount? Mount, string? Reason) At(string path, params string[] arguments)
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
        {
            return (null, "mounting a file system needs root on Linux");
        }

        var mount = new Mount(Directory.CreateDirectory(path).FullName, arguments);
        var answer = mount.Attach();
        return answer.Succeeded ? (mount, null) : (null, $"mount says: {answer.Text}");
    }

    /// <summary>Unmounts what a run that was killed left in its folder.</summary>
    public static void Release(string folder)
    {
        foreach (var path in Directory.GetDirectories(folder))
        {
            Tool.Run("umount", [path]);
        }
    }

    public ToolAnswer Attach() => Tool.Run("mount", [.. arguments, Path]);

    public ToolAnswer Detach() => Tool.Run("umount", [Path]);

    public void Dispose() => Detach();
}
