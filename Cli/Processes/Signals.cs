using System.Runtime.InteropServices;

namespace AutoCrm.Actors.Cli.Processes;

/// <summary>Sends signals to processes: .NET itself can only kill.</summary>
internal static class Signals
{
    private const int Interrupt = 2;
    private const int Quit = 3;
    private const int Kill = 9;
    private const int Terminate = 15;

    /// <summary>Asks a process to stop; nothing happens if it has gone.</summary>
    public static void AskToStop(ProcessIdentity process) => Send(process, Terminate);

    /// <summary>What <c>pg_ctl stop -m fast</c> sends to a postmaster.</summary>
    public static void AskPostgresToStop(ProcessIdentity postmaster) => Send(postmaster, Interrupt);

    /// <summary>What <c>pg_ctl stop -m immediate</c> sends to a postmaster: nothing committed is lost, the next start recovers.</summary>
    public static void AskPostgresToAbort(ProcessIdentity postmaster) => Send(postmaster, Quit);

    /// <summary>Ends a process at once; nothing happens if it has gone.</summary>
    public static void ForceToStop(ProcessIdentity process) => Send(process, Kill);

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
