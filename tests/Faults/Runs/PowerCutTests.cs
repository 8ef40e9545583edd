using AutoCrm.Actors.Cli.Running;
using AutoCrm.Actors.Faults.Fleet;
using Npgsql;
using Xunit;

namespace AutoCrm.Actors.Faults.Runs;

/// <summary>A power cut right after the creation of a database or of the master key; and the control of the fault <c>power-cut</c>.</summary>
public sealed class PowerCutTests(FaultFixture fixture)
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task A_database_that_was_just_created_starts_again_after_a_power_cut()
    {
        using var cut = Disk("young-disk");
        await using var postgres = await FaultPostgres.Start(fixture.Folder, TestContext.Current.CancellationToken, "young", cut);

        await postgres.CutPower();
        await postgres.Recover();

        Assert.Equal(1, await Ask(postgres, "SELECT 1"));
    }

    // What is encrypted with it is durable a moment later.
    [Fact]
    public async Task A_secret_that_was_just_made_is_there_after_a_power_cut()
    {
        using var cut = Disk("secret-disk");
        var path = Path.Combine(cut.Path, "master-key");
        PrivateFile.ReadOrCreate(path, () => "made");

        cut.Cut();
        await cut.Restore(Bound);

        Assert.Equal("made", PrivateFile.Read(path));
    }

    // Otherwise the fault would not find an acknowledgement of what is not on the disk.
    [Fact]
    public async Task Without_flushing_a_power_cut_loses_what_was_committed()
    {
        using var cut = Disk("careless-disk");
        await using var postgres = await FaultPostgres.Start(fixture.Folder, TestContext.Current.CancellationToken, "careless", cut, flushes: false);
        await Ask(postgres, "CREATE TABLE known (n int); INSERT INTO known VALUES (1)");
        cut.Flush();
        await Ask(postgres, "INSERT INTO known VALUES (2)");
        Assert.Equal(2L, await Ask(postgres, "SELECT count(*) FROM known"));

        await postgres.CutPower();
        await postgres.Recover();

        Assert.Equal(1L, await Ask(postgres, "SELECT count(*) FROM known"));
    }

    private CutDisk Disk(string name)
    {
        var (disk, reason) = CutDisk.Make(fixture.Folder, name);
        Assert.SkipWhen(disk is null, $"No disk can lose its power here: {reason}");
        return disk!;
    }

    private static async Task<object?> Ask(FaultPostgres postgres, string sql)
    {
        await using var connection = new NpgsqlConnection(postgres.ConnectionString("postgres") + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
