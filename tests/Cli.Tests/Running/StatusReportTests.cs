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
            """{"ready":true,"api":"http://127.0.0.1:5080","postgres":"postgresql://127.0.0.1:20001/autocrm","pids":{"silo":[PID],"api":[PID],"postgres":PID}}"""
                .Replace("PID", Here.Id.ToString(), StringComparison.Ordinal),
            StatusReport.Of(state, ready: true).ToJson());
    }

    [Fact]
    public void A_system_that_does_not_run_has_the_same_members()
    {
        Assert.Equal(
            """{"ready":false,"api":null,"postgres":null,"pids":{"silo":[],"api":[],"postgres":null}}""",
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
}
