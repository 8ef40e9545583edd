using System.Globalization;
using Xunit;

namespace AutoCrm.Actors.Cli.Tests.Import;

/// <summary>Tests that measure the process they run in, and so must be alone in it.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneInTheProcess
{
    public const string Name = "alone in the process";
}

[Collection(AloneInTheProcess.Name)]
public sealed class ImportLoadTests(ITestOutputHelper output)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, InlineData("vehicle-auctions", RealData.VehicleSales, 12_545, 12_545), InlineData("car-sales", RealData.CarSales, 23_906, 71_718)]
    public async Task A_real_file_is_taken_in_and_the_second_time_adds_nothing(string map, string file, int rows, int events)
    {
        await using var scene = new ImportScene { File = RealData.Find(file), MapFile = map };
        var first = await scene.Import(Cancellation);
        var second = await scene.Import(Cancellation);
        Assert.Equal((rows, rows, 0), (first.RowsRead, first.RowsComplete, first.RowsRejected));
        Assert.Equal((events, 0, 0), (first.Accepted, first.Duplicates, first.Rejected));
        Assert.Equal((0, events, 0), (second.Accepted, second.Duplicates, second.Rejected));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{map}: {first.RowsPerSecond:N0} rows/s, then {second.RowsPerSecond:N0} rows/s with the server in this process"));
    }

    [Fact]
    public async Task Memory_is_flat_however_long_the_file_is()
    {
        const int Rows = 300_000;
        const long Bound = 8 * 1024 * 1024;
        await using var scene = new ImportScene();
        scene.Intake.Remembers = false;
        await using (var file = new StreamWriter(scene.File))
        {
            await file.WriteAsync("at,n,t\n");
            for (var n = 0; n < Rows; n++)
            {
                await file.WriteAsync($"2026-01-01,{n},\"row {n} with a text of some length, as descriptions have it\"\n");
            }
        }

        var sizes = new List<long>();
        scene.OnProgress = tally =>
        {
            if (tally.RowsComplete >= (sizes.Count + 1) * (Rows / 10))
            {
                sizes.Add(GC.GetTotalMemory(forceFullCollection: true));
            }
        };
        var summary = await scene.Import(Cancellation);
        Assert.Equal(Rows, summary.Accepted);
        output.WriteLine(string.Join(", ", sizes.Select(size => string.Create(CultureInfo.InvariantCulture, $"{size / 1024:N0} KiB"))));
        Assert.True(sizes.Count >= 9);
        Assert.InRange(sizes.Skip(1).Max() - sizes[0], long.MinValue, Bound);
    }
}
