using System.Diagnostics;
using AutoCrm.Actors.Cli.Processes;
using Xunit;

namespace AutoCrm.Actors.Cli.Tests.Processes;

public sealed class ProcessIdentityTests
{
    [Fact]
    public void A_running_process_keeps_its_identity()
    {
        var first = ProcessIdentity.Of(Environment.ProcessId);

        Assert.NotNull(first);
        Assert.True(first.IsAlive);
        Assert.Equal(first, ProcessIdentity.Of(Environment.ProcessId));
    }

    [Fact]
    public async Task A_process_that_has_ended_is_not_alive()
    {
        using var process = Process.Start("sleep", "300");
        var identity = ProcessIdentity.Of(process.Id)!;

        Signals.ForceToStop(identity);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.False(identity.IsAlive);
    }

    [Fact]
    public void A_number_that_was_used_again_belongs_to_a_stranger_who_gets_no_signal()
    {
        using var stranger = Process.Start("sleep", "300");
        var remembered = ProcessIdentity.Of(stranger.Id)! with { Started = "another boot:4711" };

        Signals.AskToStop(remembered);
        Signals.ForceToStop(remembered);

        Assert.False(remembered.IsAlive);
        Assert.False(stranger.WaitForExit(200));
        stranger.Kill();
    }

    [Fact]
    public async Task A_process_that_does_not_listen_is_ended_by_force_after_the_bound()
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", "trap '' TERM; echo deaf; while :; do sleep 0.1; done"]) { RedirectStandardOutput = true };
        using var deaf = Process.Start(start)!;
        await deaf.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        var identity = ProcessIdentity.Of(deaf.Id)!;

        var orderly = await ProcessStop.Stop(identity, TimeSpan.FromMilliseconds(300), TimeProvider.System, CancellationToken.None);

        Assert.False(orderly);
        Assert.False(identity.IsAlive);
    }

    [Fact]
    public async Task A_background_process_writes_into_its_log_and_does_not_belong_to_the_terminals_group()
    {
        using var folder = new TemporaryFolder();
        var log = folder["some.log"];

        using var process = BackgroundProcess.Start(
            ["/bin/sh", "-c", "ps -o pgid= -p $$ 2>/dev/null || cut -d' ' -f5 /proc/$$/stat; echo \"$WORD\" >&2; exit 7"],
            log,
            new Dictionary<string, string> { ["WORD"] = "from the environment" },
            folder.FullPath);
        var code = await process.WaitForExit(TestContext.Current.CancellationToken);

        Assert.Equal(7, code);
        Assert.Equal([process.Identity.Id.ToString(), "from the environment"], LogFile.Tail(log, 2).Select(line => line.Trim()));
    }

    [Fact]
    public void An_overlong_log_is_set_aside_while_its_writer_goes_on()
    {
        using var folder = new TemporaryFolder();
        var log = folder["some.log"];
        using var writer = new StreamWriter(new FileStream(log, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };
        writer.WriteLine(new string('x', 2000));

        Assert.True(LogFile.TruncateIfOverlong(log, maxBytes: 1000));

        Assert.Equal(2001, new FileInfo(log + ".1").Length);
        Assert.Equal(0, new FileInfo(log).Length);
        Assert.False(LogFile.TruncateIfOverlong(log, maxBytes: 1000));
    }
}
