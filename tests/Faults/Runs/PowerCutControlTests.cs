using AutoCrm.Actors.Faults.Fleet;
using Npgsql;
using Xunit;

namespace AutoCrm.Actors.Faults.Runs;

/// <summary>The control of the fault <c>power-cut</c>: it would find an acknowledgement of what was not on the disk.</summary>
public sealed class PowerCutControlTests(FaultFixture fixture)
{
    [Fact]
    public async Task Without_flushing_a_power_cut_loses_what_was_committed()
    {
        var (disk, reason) = CutDisk.Make(fixture.Folder, "careless-disk");
        Assert.SkipWhen(disk is null, $"No disk can lose its power here: {reason}");
        using var cut = disk!;
        await using var postgres = await FaultPostgres.Start(fixture.Folder, TestContext.Current.CancellationToken, "careless", cut, flushes: false);
        await Ask(postgres, "CREATE TABLE known (n int); INSERT INTO known VALUES (1)");
        cut.Flush();
        await Ask(postgres, "INSERT INTO known VALUES (2)");
        Assert.Equal(2L, await Ask(postgres, "SELECT count(*) FROM known"));

        await postgres.CutPower();
        await postgres.Recover();

        Assert.Equal(1L, await Ask(postgres, "SELECT count(*) FROM known"));
    }

    private static async Task<object?> Ask(FaultPostgres postgres, string sql)
    {
        await using var connection = new NpgsqlConnection(postgres.ConnectionString("postgres") + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
