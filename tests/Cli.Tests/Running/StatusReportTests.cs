using AutoCrm.Actors.Cli.Processes;
using AutoCrm.Actors.Cli.Running;
using Xunit;

namespace AutoCrm.Actors.Cli.Tests.Running;

public sealed class StatusReportTests
{
    private static readonly ProcessIdentity Here = ProcessIdentity.Of(Environment.ProcessId)!;

    [Fact]
    public void A_ready_system_has_exactly_the_promised_shape()
    {
        var state = new RunningState
        {
            Api = "http://127.0.0.1:5080",
            Postgres = "postgresql://127.0.0.1:20001/autocrm",
            Silos = [new ServiceState(Here, 1)],
            Apis = [new ServiceState(Here, 2)],
            Postmaster = Here,
        };

        Assert.Equal(
            """{"ready":true,"api":"http://127.0.0.1:5080","postgres":"postgresql://127.0.0.1:20001/autocrm","pids":{"silo":[PID],"api":[PID],"postgres":PID},"silos":[],"lag":null}"""
                .Replace("PID", Here.Id.ToString(), StringComparison.Ordinal),
            StatusReport.Of(state, ready: true).ToJson());
    }

    [Fact]
    public void A_system_that_does_not_run_has_the_same_members()
    {
        Assert.Equal(
            """{"ready":false,"api":null,"postgres":null,"pids":{"silo":[],"api":[],"postgres":null},"silos":[],"lag":null}""",
            StatusReport.Stopped.ToJson());
    }

    [Fact]
    public void A_process_whose_number_was_used_again_is_not_reported()
    {
        var gone = Here with { Started = "another boot:1" };
        var state = new RunningState { Silos = [new ServiceState(gone, 1), new ServiceState(Here, 1)], Postmaster = gone };

        var report = StatusReport.Of(state, ready: false);

        Assert.Equal([Here.Id], report.Pids.Silo);
        Assert.Null(report.Pids.Postgres);
    }

    [Fact]
    public void Every_silo_is_told_with_its_ports_and_its_share()
    {
        var silo = new ServiceState(Here, 20_003) { Name = "Silo 2", Ports = new SiloPorts(20_001, 20_002) };
        var gone = silo with { Process = Here with { Started = "another boot:1" } };

        var report = StatusReport.Of(new RunningState { Silos = [silo] }, ready: true)
            .With([(gone, false, null), (silo, true, new SiloAnswer("Active", [1, 3], 4, 17))]);

        Assert.Equal(17, report.Lag);
        Assert.EndsWith("],\"lag\":17}", report.ToJson(), StringComparison.Ordinal);
        Assert.Contains(
            $$"""[{"name":"Silo 2","pid":{{Here.Id}},"ready":true,"siloPort":20001,"gatewayPort":20002,"adminPort":20003,"partitions":[1,3]}]""",
            report.ToJson(),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "0,1", "2,3")]
    [InlineData(false, "0,1,2,3", "")]
    [InlineData(false, "0,1", "2")]
    [InlineData(false, "0,1,2", "2,3")]
    public void All_is_owned_when_each_partition_has_one_owner_and_each_silo_a_share(bool owned, string one, string other) =>
        Assert.Equal(owned, SiloProbe.AllOwned([Answer(one), Answer(other)]));

    [Fact]
    public void Nothing_is_sure_while_a_silo_does_not_answer() => Assert.False(SiloProbe.AllOwned([Answer("0,1,2,3"), null]));

    private static SiloAnswer Answer(string partitions) =>
        new("Active", [.. partitions.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)], 4, 0);
}
