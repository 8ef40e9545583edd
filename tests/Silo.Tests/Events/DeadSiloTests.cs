using AutoCrm.Actors.Events;
using AutoCrm.Actors.Grains.Events;
using AutoCrm.Actors.Silo.Events;
using AutoCrm.Actors.Silo.Hosting;
using AutoCrm.Actors.Silo.Schema;
using AutoCrm.Actors.Silo.Tests.Owners;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace AutoCrm.Actors.Silo.Tests.Events;

/// <summary>A silo that others have given up runs on for a while, and two may carry a partition: what each may do in the database.</summary>
public sealed class DeadSiloTests(SiloFixture silo) : IAsyncLifetime
{
    // Of no silo: the one that runs beside these tests has fewer partitions.
    private const short Partition = 30_001;
    private const string Deployment = "dead-silo-tests";
    private const int Active = 3;
    private const int Dead = 6;

    private static readonly Members Here = new() { SiloAddress = Members.Silo(1) };
    private static readonly Members There = new() { SiloAddress = Members.Silo(2) };

    private readonly Subject subject = Subject.Vehicle($"LATE{Random.Shared.Next()}");

    public async ValueTask InitializeAsync()
    {
        await silo.Execute($"INSERT INTO OrleansMembershipVersionTable (DeploymentId) VALUES ('{Deployment}')");
        await Is(Here, Active);
        await Is(There, Active);
    }

    public async ValueTask DisposeAsync()
    {
        await silo.Execute($"DELETE FROM OrleansMembershipTable WHERE DeploymentId = '{Deployment}'");
        await silo.Execute($"DELETE FROM OrleansMembershipVersionTable WHERE DeploymentId = '{Deployment}'");
        await silo.Execute($"DELETE FROM quarantine WHERE partition = {Partition}");
        await silo.Execute($"DELETE FROM partition_checkpoint WHERE partition = {Partition}");
    }

    [Fact]
    public async Task Who_is_dead_to_the_others_moves_no_checkpoint()
    {
        await Advance(Here, 5);
        Assert.Equal(5, await Checkpoint());
        await Is(Here, Dead);

        await Advance(Here, 9);
        Assert.Equal(5, await Checkpoint());

        await Advance(There, 7);
        Assert.Equal(7, await Checkpoint());
    }

    [Fact]
    public async Task What_a_carrier_has_noted_it_relies_on_until_it_leaves_its_rows()
    {
        var noted = new LateRow(subject, new Position(Partition, 5), Guid.NewGuid());
        var next = noted with { From = new Position(Partition, 6) };
        var another = noted with { From = new Position(Partition, 7), Keeper = Guid.NewGuid() };
        foreach (var row in (LateRow[])[noted, next, another])
        {
            await Quarantine(There).KeepLate(row, "slow");
        }

        Assert.Equal([(noted, false), (next, false), (another, false)], await Late());

        await Quarantine(There).Leave(Partition, noted.Keeper);
        Assert.Equal([(noted, true), (next, true), (another, false)], await Late());

        await Quarantine(Here).ReleaseLate(noted);
        Assert.Equal([(next, true), (another, false)], await Late());
    }

    [Fact]
    public async Task What_a_dead_silo_has_noted_it_relies_on_no_more()
    {
        var here = new LateRow(subject, new Position(Partition, 5), Guid.NewGuid());
        var there = new LateRow(subject, new Position(Partition, 6), Guid.NewGuid());
        await Quarantine(Here).KeepLate(here, "slow");
        await Quarantine(There).KeepLate(there, "slow");
        Assert.Equal([(here, false), (there, false)], await Late());

        await Is(There, Dead);

        Assert.Equal([(here, false), (there, true)], await Late());
    }

    private DataSources Databases => silo.Services.GetRequiredService<DataSources>();

    private Quarantine Quarantine(Members where) => new(Databases, where);

    private async Task<IEnumerable<(LateRow Row, bool IsLeft)>> Late() => await Quarantine(Here).ReadLate(Partition, CancellationToken.None);

    private async Task Advance(Members where, long offset)
    {
        var began = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var checkpoints = new Checkpoints(
            Databases, silo.Services.GetRequiredService<LogIncarnation>(), where, new FirstAsked(began), NullLogger<Checkpoints>.Instance);
        checkpoints.Advance(Partition, offset);
        await checkpoints.StartAsync(CancellationToken.None);
        await began.Task;
        await checkpoints.StopAsync(CancellationToken.None);
    }

    private Task<long> Checkpoint() => silo.Scalar<long>($"SELECT log_offset FROM partition_checkpoint WHERE partition = {Partition}");

    private Task Is(Members where, int status)
    {
        var address = where.SiloAddress;
        return silo.Execute(
            $"""
            INSERT INTO OrleansMembershipTable (DeploymentId, Address, Port, Generation, SiloName, HostName, Status, StartTime, IAmAliveTime)
            VALUES ('{Deployment}', '{address.Endpoint.Address}', {address.Endpoint.Port}, {address.Generation}, 'silo', 'localhost', {status}, now(), now())
            ON CONFLICT (DeploymentId, Address, Port, Generation) DO UPDATE SET Status = {status}
            """);
    }

    /// <summary>Says when it was asked first: what is stopped before it has begun does nothing.</summary>
    private sealed class FirstAsked(TaskCompletionSource asked) : TimeProvider
    {
        public override long GetTimestamp()
        {
            asked.TrySetResult();
            return base.GetTimestamp();
        }
    }
}
