using System.Globalization;
using System.Text;
using System.Text.Json;
using Xunit;

namespace AutoCrm.Actors.EndToEnd.Tests;

/// <summary>Real events in, live actors out.</summary>
public sealed class ImportTests(RunningSystem system)
{
    [Fact]
    public async Task The_sample_is_taken_in_once_however_often_it_is_sent()
    {
        var sample = Path.Combine(RunningSystem.Root, "deploy", "samples", "auctions.csv");

        Assert.Equal((987, 0, 0), Counts(await system.Import(sample, "vehicle-auctions")));
        Assert.Equal((0, 987, 0), Counts(await system.Import(sample, "vehicle-auctions")));

        var vehicle = (await system.Query(
            """{ vehicle(vin: "5yfbu8he9cp000990") { revision odometer { km suspect } sales { at price { amount } } conflicts { kind } timeline { totalCount } } }"""))
            .GetProperty("vehicle");
        Assert.True(vehicle.GetProperty("revision").GetInt32() >= 3);
        Assert.Equal(61420 * 1.609344, vehicle.GetProperty("odometer").GetProperty("km").GetDouble(), 3);
        Assert.Equal([9500m, 9800m, 9100m], vehicle.GetProperty("sales").EnumerateArray().Select(s => s.GetProperty("price").GetProperty("amount").GetDecimal()));
        Assert.True(vehicle.GetProperty("timeline").GetProperty("totalCount").GetInt32() >= 3);
        Assert.Empty(vehicle.GetProperty("conflicts").EnumerateArray());
        Assert.Equal("odometer-implausible", await ConflictOf("5YFBU8HE9DP000991"));
        Assert.Equal("odometer-rollback", await ConflictOf("5YFBU8HE9EP000992"));
        await RunningSystem.Eventually(
            async () => (await system.Query("""{ vehicles(filter: { make: "Toyota", model: "Corolla" }) { totalCount } }"""))
                .GetProperty("vehicles").GetProperty("totalCount").GetInt32(),
            count => count == 983);
    }

    [Fact]
    public async Task A_silo_killed_in_the_middle_of_an_import_loses_nothing()
    {
        var file = Path.Combine(Path.GetTempPath(), $"autocrm-{Guid.NewGuid():N}.csv");
        var expected = WriteSales(file, rows: 20_000, vehicles: 3_000);
        try
        {
            var silo = await system.PidOf("silo");
            var importing = system.Autocrm(["import", file, "--map", "vehicle-auctions", "--json"]);
            await RunningSystem.Eventually(KilledShare, share => share > 0);
            using (var process = System.Diagnostics.Process.GetProcessById(silo))
            {
                process.Kill();
            }

            var (exitCode, _) = await importing;
            Assert.Equal(0, exitCode);
            Assert.NotEqual(silo, await system.PidOf("silo"));
            Assert.Equal((0, 20_000, 0), Counts(await system.Import(file, "vehicle-auctions")));
            await RunningSystem.Eventually(() => Rows("Killcar"), rows => rows.Count == expected.Count && rows.All(row => expected[row.Key].Revision <= row.Value.Revision && expected[row.Key].Km == row.Value.Km));
        }
        finally
        {
            File.Delete(file);
        }

        async Task<int> KilledShare() => (await system.Query("""{ vehicles(filter: { make: "Killcar" }) { totalCount } }"""))
            .GetProperty("vehicles").GetProperty("totalCount").GetInt32();
    }

    [Fact]
    public async Task The_real_auction_sales_come_out_as_the_cars_they_are()
    {
        Assert.SkipWhen(RunningSystem.Data is null, "There is no ../shared/data and AUTOCRM_DATA is not set.");
        var file = Path.Combine(RunningSystem.Data!, "vehicle-sales", "auction_toyota_camry_sales_vin.csv");

        Assert.Equal((12_545, 0, 0), Counts(await system.Import(file, "vehicle-auctions")));
        Assert.Equal((0, 12_545, 0), Counts(await system.Import(file, "vehicle-auctions")));

        var vehicle = (await system.Query("""{ vehicle(vin: "4T1BE32K13U193407") { odometer { km } sales { at } } }""")).GetProperty("vehicle");
        Assert.Equal(173_185 * 1.609344, vehicle.GetProperty("odometer").GetProperty("km").GetDouble(), 3);
        var times = vehicle.GetProperty("sales").EnumerateArray().Select(s => s.GetProperty("at").GetDateTimeOffset()).ToArray();
        Assert.Equal(3, times.Length);
        Assert.Equal(times.Order(), times);
        Assert.Equal("odometer-implausible", await ConflictOf("4T1BG22K0VU112548"));
        Assert.Equal("odometer-implausible", await ConflictOf("4T1BF30K35U098138"));
        await RunningSystem.Eventually(
            async () => (await system.Query("""{ vehicles(filter: { make: "Toyota", model: "Camry" }) { totalCount } }"""))
                .GetProperty("vehicles").GetProperty("totalCount").GetInt32(),
            count => count == 12_419);
    }

    [Fact]
    public async Task The_real_car_sales_leave_an_order_for_every_row()
    {
        Assert.SkipWhen(RunningSystem.Data is null, "There is no ../shared/data and AUTOCRM_DATA is not set.");
        var (before, suspectedBefore) = (await Orders(), await Suspected());
        var summary = await system.Import(Path.Combine(RunningSystem.Data!, "car-sales", "car_sales_report_23906.csv"), "car-sales");

        Assert.Equal((3 * 23_906, 0, 0), Counts(summary));
        await RunningSystem.Eventually(Orders, orders => orders - before == 23_906);

        // 102 telephone numbers, each of two customers: one of them is Alvin's and Mariana's.
        await RunningSystem.Eventually(Suspected, count => count - suspectedBefore == 204);
        var suspected = (await system.Query("""{ customers(filter: { phone: "8429371" }) { edges { node { name aliases conflicts { kind } } } } }"""))
            .GetProperty("customers").GetProperty("edges").EnumerateArray().Select(edge => edge.GetProperty("node")).ToArray();
        Assert.Equal(["Alvin", "Mariana"], suspected.Select(node => node.GetProperty("name").GetString()).Order());
        Assert.All(suspected, node => Assert.Equal("duplicate-suspected", node.GetProperty("conflicts").EnumerateArray().Single().GetProperty("kind").GetString()));
        Assert.All(suspected, node => Assert.Empty(node.GetProperty("aliases").EnumerateArray()));
    }

    private async Task<int> Suspected() => (await system.Query("{ customers(filter: { hasConflicts: true, stage: DEFECTING }) { totalCount } }"))
        .GetProperty("customers").GetProperty("totalCount").GetInt32();

    private static (int Accepted, int Duplicates, int Rejected) Counts(JsonElement summary) =>
        (summary.GetProperty("accepted").GetInt32(), summary.GetProperty("duplicates").GetInt32(), summary.GetProperty("rejected").GetInt32());

    private async Task<string?> ConflictOf(string vin)
    {
        var vehicle = (await system.Query($$"""{ vehicle(vin: "{{vin}}") { odometer { suspect } conflicts { kind } } }""")).GetProperty("vehicle");
        Assert.True(vehicle.GetProperty("odometer").GetProperty("suspect").GetBoolean());
        return vehicle.GetProperty("conflicts").EnumerateArray().Single().GetProperty("kind").GetString();
    }

    /// <summary>Writes sales and says what each vehicle must come to: its events and its last odometer.</summary>
    private static Dictionary<string, (int Revision, double Km)> WriteSales(string file, int rows, int vehicles)
    {
        var random = new Random(7);
        var expected = new Dictionary<string, (int Revision, double Km)>();
        using var writer = new StreamWriter(file, false, Encoding.UTF8);
        writer.WriteLine("YEAR,MAKE,MODEL,TRIM,BODY,TRANSMISSION,VIN,STATE,CONDITION,ODOMETER,COLOR,INTERIOR,SELLER,MMR,SELLINGPRICE,SALEDATE");
        var start = new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Unspecified);
        for (var n = 0; n < rows; n++)
        {
            var vin = $"WVWZZZ1JZ3W{random.Next(vehicles):000000}";
            var odometer = 1000 + n;
            var at = start.AddMinutes(n).ToString("ddd MMM dd yyyy HH:mm:ss", CultureInfo.InvariantCulture);
            writer.WriteLine($"2013,Killcar,K,LE,Sedan,,{vin},ca,25,{odometer},red,gray,seller {random.Next(50)},1,5000,{at} GMT-0800 (PST)");
            expected[vin] = (expected.GetValueOrDefault(vin).Revision + 1, Math.Round(odometer * 1.609344, 6));
        }

        return expected;
    }

    private async Task<int> Orders() =>
        (await system.All("dealerships", "dealerships(first: 100, after: $after) { edges { node { orders } } pageInfo { hasNextPage endCursor } }"))
        .Sum(dealership => dealership.GetProperty("orders").GetInt32());

    private async Task<Dictionary<string, (int Revision, double Km)>> Rows(string make) =>
        (await system.All("vehicles", $"vehicles(filter: {{ make: \"{make}\" }}, first: 100, after: $after) {{ edges {{ node {{ vin revision odometer {{ km }} }} }} pageInfo {{ hasNextPage endCursor }} }}"))
        .ToDictionary(
            vehicle => vehicle.GetProperty("vin").GetString()!,
            vehicle => (vehicle.GetProperty("revision").GetInt32(), Math.Round(vehicle.GetProperty("odometer").GetProperty("km").GetDouble(), 6)));
}
