using System.Runtime.InteropServices;
using AutoCrm.Actors.Cli.Processes;

namespace AutoCrm.Actors.Faults.Fleet;

/// <summary>The signals that the nemesis sends; never to a process that is not exactly the one that was started.</summary>
internal static class UnixSignal
{
    private static readonly bool IsMac = OperatingSystem.IsMacOS();

    /// <summary>SIGSTOP: the process stands still, its sockets stay open.</summary>
    public static void Pause(ProcessIdentity process) => Send(process, IsMac ? 17 : 19);

    /// <summary>SIGCONT.</summary>
    public static void Resume(ProcessIdentity process) => Send(process, IsMac ? 19 : 18);

    private static void Send(ProcessIdentity process, int signal)
    {
        if (process.IsAlive)
        {
            _ = SendSignal(process.Id, signal);
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int process, int signal);
}
