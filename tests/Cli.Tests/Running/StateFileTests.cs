using AutoCrm.Actors.Cli.Processes;
using AutoCrm.Actors.Cli.Running;
using Xunit;

namespace AutoCrm.Actors.Cli.Tests.Running;

public sealed class StateFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Home home;

    public StateFileTests() => home = folder.Home();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_was_written_is_read_by_another_process()
    {
        var silo = new ServiceState(new ProcessIdentity(11, "boot:1"), 20_001);
        new StateFile(home).Change(state => state with { Api = "http://127.0.0.1:5080", Silos = [silo], Started = true });

        var read = new StateFile(home).Read();

        Assert.Equal("http://127.0.0.1:5080", read.Api);
        Assert.Equal(silo, Assert.Single(read.Silos));
        Assert.True(read.Started);
    }

    [Fact]
    public void Changes_of_several_threads_are_all_kept()
    {
        var file = new StateFile(home);

        Parallel.For(0, 50, id => file.Change(state =>
            state with { Silos = [.. state.Silos, new ServiceState(new ProcessIdentity(id, "boot"), id)] }));

        Assert.Equal(50, file.Read().Silos.Count);
    }

    [Fact]
    public void The_state_in_a_copy_of_a_home_is_not_that_of_the_copy()
    {
        using var copy = new TemporaryFolder();
        new StateFile(home).Change(state => state with { Supervisor = ProcessIdentity.Of(Environment.ProcessId) });

        File.Copy(home.StateFile, copy.Home().StateFile);

        Assert.NotNull(new StateFile(home).Read().Supervisor);
        Assert.Null(new StateFile(copy.Home()).Read().Supervisor);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"supervisor\":")]
    [InlineData("nonsense")]
    public void A_damaged_file_counts_as_none(string text)
    {
        File.WriteAllText(home.StateFile, text);

        Assert.Null(new StateFile(home).Read().Supervisor);
    }

    [Fact]
    public void Only_the_owner_may_read_it()
    {
        new StateFile(home).Change(state => state);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(home.StateFile));
    }

    [Fact]
    public void Only_one_supervisor_holds_a_home()
    {
        using var first = HomeLock.TryTake(home);

        Assert.NotNull(first);
        Assert.Null(HomeLock.TryTake(home));
        first.Dispose();
        using var next = HomeLock.TryTake(home);
        Assert.NotNull(next);
    }
}
