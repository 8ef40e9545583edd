using AutoCrm.Actors.Cli.Running;

namespace AutoCrm.Actors.Cli.Tests;

/// <summary>A folder for one test, which other users may pass through, as PostgreSQL's has to.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public TemporaryFolder()
    {
        FullPath = Directory.CreateTempSubdirectory("autocrm cli ").FullName;
        File.SetUnixFileMode(FullPath, File.GetUnixFileMode(FullPath) | UnixFileMode.OtherExecute);
    }

    public string FullPath { get; }

    public string this[string name] => Path.Combine(FullPath, name);

    public Home Home()
    {
        var home = new Home(FullPath, this[".autocrm"]);
        home.Create();
        return home;
    }

    public void Dispose() => Directory.Delete(FullPath, recursive: true);
}
