using AutoCrm.Actors.Silo.Hosting;
using Npgsql;
using Xunit;

namespace AutoCrm.Actors.Silo.Tests.Hosting;

/// <summary>How the silo's connections are set, whatever the server's defaults are.</summary>
public sealed class DataSourcesTests(SiloFixture silo)
{
    [Fact]
    public async Task Nothing_is_compiled_by_the_database()
    {
        await using var databases = new DataSources(silo.ConnectionString);
        NpgsqlDataSource[] all = [databases.Clustering, databases.Storage, databases.Append, databases.Read, databases.Write];
        foreach (var source in all)
        {
            await using var command = source.CreateCommand("SHOW jit");
            Assert.Equal("off", await command.ExecuteScalarAsync());
        }
    }
}
