using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Orleans.Configuration;
using Xunit;

namespace AutoCrm.Actors.Silo.Tests.Hosting;

/// <summary>The clustering provider on our SQL: members and version change together, and of many at once one wins.</summary>
public sealed class MembershipTableTests(SiloFixture silo) : IAsyncDisposable
{
    private ServiceProvider? provider;

    public ValueTask DisposeAsync() => provider?.DisposeAsync() ?? ValueTask.CompletedTask;

    [Fact]
    public async Task Of_many_joins_at_one_version_one_wins()
    {
        var table = await NewTable();
        var start = (await table.ReadAllAsync()).Version;

        var joins = await Task.WhenAll(Enumerable.Range(1, 64).Select(n => table.InsertRowAsync(Member(n), start.Next())));

        Assert.Equal(1, joins.Count(won => won));
        var after = await table.ReadAllAsync();
        Assert.Single(after.Members);
        Assert.Equal(start.Version + 1, after.Version.Version);
    }

    [Fact]
    public async Task Members_that_repeat_their_join_all_get_in_and_every_change_counts_once()
    {
        var table = await NewTable();

        await Task.WhenAll(Enumerable.Range(1, 16).Select(n => Repeat(async () =>
            await table.InsertRowAsync(Member(n), (await table.ReadAllAsync()).Version.Next()))));

        var all = await table.ReadAllAsync();
        Assert.Equal(16, all.Members.Count);
        Assert.Equal(16, all.Version.Version);
    }

    [Fact]
    public async Task Of_many_updates_at_one_version_one_wins_and_a_heartbeat_changes_no_version()
    {
        var table = await NewTable();
        var member = Member(1);
        Assert.True(await table.InsertRowAsync(member, (await table.ReadAllAsync()).Version.Next()));
        var read = await table.ReadRowAsync(member.SiloAddress);
        var (entry, etag) = Assert.Single(read.Members);
        entry.Status = SiloStatus.Active;
        entry.AddSuspector(member.SiloAddress, new DateTime(2026, 11, 23, 8, 0, 0, DateTimeKind.Utc));

        var updates = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => table.UpdateRowAsync(entry, etag, read.Version.Next())));
        entry.IAmAliveTime = new DateTime(2026, 11, 23, 9, 0, 0, DateTimeKind.Utc);
        await table.UpdateIAmAliveAsync(entry);

        Assert.Equal(1, updates.Count(won => won));
        var after = await table.ReadRowAsync(member.SiloAddress);
        Assert.Equal(2, after.Version.Version);
        var stored = Assert.Single(after.Members).Item1;
        Assert.Equal(SiloStatus.Active, stored.Status);
        Assert.Equal(entry.IAmAliveTime, stored.IAmAliveTime);
        Assert.Single(stored.SuspectTimes ?? []);
    }

    [Fact]
    public async Task A_member_that_is_not_there_is_an_empty_answer_with_the_version()
    {
        var table = await NewTable();

        Assert.Empty((await table.ReadRowAsync(Member(1).SiloAddress)).Members);
        Assert.Empty((await table.ReadAllAsync()).Members);
    }

    [Fact]
    public async Task Defunct_members_are_cleaned_up_and_active_ones_stay()
    {
        var table = await NewTable();
        foreach (var (n, status) in new[] { (1, SiloStatus.Active), (2, SiloStatus.Dead) })
        {
            var member = Member(n);
            member.Status = status;
            member.IAmAliveTime = member.StartTime = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
            Assert.True(await table.InsertRowAsync(member, (await table.ReadAllAsync()).Version.Next()));
        }

        await table.CleanupDefunctSiloEntriesAsync(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

        Assert.Equal(SiloStatus.Active, Assert.Single((await table.ReadAllAsync()).Members).Item1.Status);
    }

    private static async Task Repeat(Func<Task<bool>> attempt)
    {
        for (var n = 0; n < 200; n++)
        {
            if (await attempt())
            {
                return;
            }
        }

        Assert.Fail("200 attempts failed.");
    }

    private static MembershipEntry Member(int n) => new()
    {
        SiloAddress = SiloAddress.New(IPAddress.Loopback, 11_000 + n, 1),
        SiloName = $"silo-{n}",
        HostName = "localhost",
        Status = SiloStatus.Joining,
        ProxyPort = 30_000 + n,
        StartTime = new DateTime(2026, 11, 23, 8, 0, 0, DateTimeKind.Utc),
        IAmAliveTime = new DateTime(2026, 11, 23, 8, 0, 0, DateTimeKind.Utc),
    };

    // The provider that the silo uses, for a cluster of its own.
    private async Task<IMembershipTable> NewTable()
    {
        var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton(NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(silo.ConnectionString) { SearchPath = "autocrm", MaxPoolSize = 16 }))
            .Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (Guid.NewGuid().ToString("N"), "tests"))
            .Configure<AdoNetClusteringSiloOptions>(_ => { });
        services.AddOptions<AdoNetClusteringSiloOptions>().Configure<NpgsqlDataSource>((options, source) =>
            (options.Invariant, options.DataSource) = ("Npgsql", source));
        var table = ActivatorUtilities.CreateInstance<Orleans.Runtime.MembershipService.AdoNetClusteringTable>(provider = services.BuildServiceProvider());
        await table.InitializeMembershipTableAsync(true);
        return table;
    }
}
