namespace AutoCrm.Actors.Cli.Running;

/// <summary>The state of a running system on disk.</summary>
internal sealed class StateFile(Home home)
{
    private readonly Lock gate = new();

    /// <summary>What the last run wrote; empty if it stopped in order.</summary>
    public RunningState Read() =>
        PrivateFile.ReadJson<RunningState>(home.StateFile) is { } state && state.Home == home.Folder ? state : new RunningState();

    /// <summary>Changes what is kept.</summary>
    public void Change(Func<RunningState, RunningState> change)
    {
        lock (gate)
        {
            PrivateFile.WriteJson(home.StateFile, change(Read()) with { Home = home.Folder });
        }
    }

    public void Clear()
    {
        if (File.Exists(home.StateFile))
        {
            File.Delete(home.StateFile);
        }
    }
}

/// <summary>Held by the one supervisor of a home for as long as it lives: the kernel lets go of it whatever ends the process.</summary>
internal sealed class HomeLock : IDisposable
{
    private readonly FileStream file;

    private HomeLock(FileStream file) => this.file = file;

    /// <summary>Takes the lock; null if another process has it.</summary>
    public static HomeLock? TryTake(Home home)
    {
        try
        {
            return new HomeLock(new FileStream(home.LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException)
        {
            return null;
        }
    }

    public void Dispose() => file.Dispose();
}
