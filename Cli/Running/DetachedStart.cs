using AutoCrm.Actors.Cli.Processes;

namespace AutoCrm.Actors.Cli.Running;

/// <summary>Starts the supervisor in the background and waits until the system is ready.</summary>
internal sealed class DetachedStart(Home home, CancellationToken stop)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    public async Task<int> Run(IReadOnlyList<string> arguments, string detachedVariable)
    {
        LogFile.Rotate(home.SupervisorLog);
        var binary = Path.Combine(AppContext.BaseDirectory, "AutoCrm.Actors.Cli.dll");
        var environment = new Dictionary<string, string> { [detachedVariable] = "1" };
        using var supervisor = BackgroundProcess.Start([DotnetHost.Path, binary, .. arguments], home.SupervisorLog, environment, home.Root);
        var end = supervisor.WaitForExit(CancellationToken.None);
        var shown = 0;
        while (!end.IsCompleted && !IsReady(supervisor.Identity))
        {
            shown = Show(shown);
            if (stop.IsCancellationRequested)
            {
                Signals.AskToStop(supervisor.Identity);
                await end;
            }

            await Task.WhenAny(end, Task.Delay(Look, CancellationToken.None));
        }

        Show(shown);
        if (end.IsCompleted)
        {
            return await end is var code and not 0 ? code : 1;
        }

        new Welcome(home, Notices.ToOutput).Print($"It runs in the background, log in {home.SupervisorLog}. ./autocrm down stops everything.");
        return 0;
    }

    private bool IsReady(ProcessIdentity supervisor)
    {
        var state = new StateFile(home).Read();
        return state.Started && state.Supervisor == supervisor;
    }

    private int Show(int shown)
    {
        var lines = File.Exists(home.SupervisorLog) ? File.ReadAllLines(home.SupervisorLog) : [];
        foreach (var line in lines.Skip(shown))
        {
            Notices.ToOutput.Step(line);
        }

        return Math.Max(shown, lines.Length);
    }
}
