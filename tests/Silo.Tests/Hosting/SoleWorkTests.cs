using AutoCrm.Actors.Silo.Hosting;
using AutoCrm.Actors.Tests.Support;
using Xunit;

namespace AutoCrm.Actors.Silo.Tests.Hosting;

public sealed class SoleWorkTests
{
    private const long Key = 7;

    [Fact]
    public async Task One_at_a_time_works_and_after_a_failure_another_can()
    {
        await using var postgres = new PostgresFixture();
        await postgres.InitializeAsync();
        await using var one = new DataSources(postgres.ConnectionString);
        await using var other = new DataSources(postgres.ConnectionString);

        await Assert.ThrowsAsync<IOException>(() => one.Storage.DoAlone(
            Key,
            async () =>
            {
                Assert.Equal(0, await StepsOf(other));
                throw new IOException("A step fails.");
            },
            CancellationToken.None));

        Assert.Equal(1, await StepsOf(other));
    }

    private static async Task<int> StepsOf(DataSources databases)
    {
        var steps = 0;
        using var enough = new CancellationTokenSource();
        await databases.Storage.DoAlone(
            Key,
            () =>
            {
                steps++;
                return enough.CancelAsync();
            },
            enough.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return steps;
    }
}
