using System.Globalization;
using System.Text.Json;
using AutoCrm.Actors.Cli.Import.Maps;
using AutoCrm.Actors.Dealerships;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Vehicles;
using Xunit;

namespace AutoCrm.Actors.Cli.Tests.Import;

public sealed class RealFilesTests
{
    private static readonly Lazy<MappedRows> Auctions = new(() => Map("vehicle-auctions", RealData.VehicleSales));
    private static readonly Lazy<MappedRows> Sales = new(() => Map("car-sales", RealData.CarSales));

    [Fact]
    public void Every_auction_becomes_one_event_with_an_id_of_its_own()
    {
        RealData.Find(RealData.VehicleSales);
        Assert.All(Auctions.Value.Problems, problem => Assert.Null(problem));
        Assert.Equal(12_545, Auctions.Value.Events.Count);
        Assert.Equal(12_545, Auctions.Value.Events.Select(Identity).Distinct().Count());
        Assert.Equal(12_419, Auctions.Value.Events.Select(e => e.GetProperty("vin").GetString()).Distinct().Count());
    }

    [Fact]
    public void Every_sale_becomes_three_events_with_ids_of_their_own_and_a_customer_of_its_own()
    {
        RealData.Find(RealData.CarSales);
        Assert.All(Sales.Value.Problems, problem => Assert.Null(problem));
        Assert.Equal(3 * 23_906, Sales.Value.Events.Count);
        Assert.Equal(3 * 23_906, Sales.Value.Events.Select(Identity).Distinct().Count());
        Assert.Equal(23_906, Sales.Value.Events.Select(e => e.GetProperty("customer").GetString()).Distinct().Count());
        Assert.Equal(28, Sales.Value.Events.Select(e => e.GetProperty("dealership").GetString()).Distinct().Count());
        Assert.All(Sales.Value.Events, e => Assert.False(e.TryGetProperty("vin", out _)));
    }

    [Fact]
    public void Every_event_of_the_real_files_passes_the_checks_of_the_product()
    {
        RealData.Find(RealData.VehicleSales);
        RealData.Find(RealData.CarSales);
        foreach (var made in Auctions.Value.Events.Concat(Sales.Value.Events))
        {
            var type = made.GetProperty("type").GetString()!;
            Assert.Null(EventCatalogue.Find(type)!.Schema.Check(made.GetProperty("data"), "data"));
            Assert.True(EventTime.TryParse(made.GetProperty("time").GetString()!, out _));
            Assert.InRange(made.GetProperty("dealership").GetString()!.Length, 1, Slug.MaxLength);
            if (made.TryGetProperty("vin", out var vin))
            {
                Assert.Null(Vin.Normalize(vin.GetString()!, out var normal));
                Assert.Equal(normal, vin.GetString());
            }
        }
    }

    [Fact]
    public void What_was_repaired_in_the_auctions_is_counted()
    {
        RealData.Find(RealData.VehicleSales);
        Assert.Contains(new RepairCount("VIN", "upper", 12_545), Auctions.Value.Repairs);
        Assert.Contains(new RepairCount("COLOR", "— left out", 392), Auctions.Value.Repairs);
        Assert.Equal(392 + 5, Auctions.Value.Events.Count(e => !e.GetProperty("data").TryGetProperty("color", out _)));
        Assert.Equal(6, Auctions.Value.Events.Count(e => !e.GetProperty("data").TryGetProperty("odometer", out _)));
    }

    [Fact]
    public void What_was_repaired_in_the_sales_is_counted()
    {
        RealData.Find(RealData.CarSales);
        Assert.Equal(
            [("Dealer_No ", 0), ("Annual Income", 5_273), ("Model", 171), ("Model", 39), ("Engine", 12_571), ("Engine", 12_571)],
            Sales.Value.Repairs.Select(count => (count.Column, (int)count.Rows)));
        Assert.Equal(
            ["Double Overhead Camshaft", "Overhead Camshaft"],
            Members("autocrm.vehicle.delivered.v1", "engine").Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(2 * (171 + 39), Members("autocrm.order.placed.v1", "model")
            .Concat(Members("autocrm.vehicle.delivered.v1", "model")).Count(model => model is "9-3" or "9-5"));
    }

    [Fact]
    public void A_sale_says_all_that_its_row_says_of_customer_order_and_car()
    {
        RealData.Find(RealData.CarSales);
        var (registered, placed, delivered) = (Sales.Value.Data(3), Sales.Value.Data(4), Sales.Value.Data(5));
        Assert.Equal(
            """{"name":"Gia","kind":"person","phones":["6848189"],"gender":"Male","income":{"amount":1480000,"currency":"USD"},"preferredDealership":"c-m-motors-inc-2a54f37d20"}""",
            registered.GetRawText());
        Assert.Equal(["Double Overhead Camshaft", "Auto"], placed.GetProperty("options").EnumerateArray().Select(option => option.GetString()));
        Assert.Equal(("Black", "Black"), (placed.GetProperty("color").GetString(), delivered.GetProperty("color").GetString()));
        Assert.Equal(registered.GetProperty("preferredDealership").GetString(), Sales.Value.Events[3].GetProperty("dealership").GetString());
        Assert.False(Sales.Value.Data(0).TryGetProperty("income", out _));
    }

    [Fact]
    public void The_vehicle_that_was_sold_three_times_has_its_three_sales()
    {
        RealData.Find(RealData.VehicleSales);
        var sales = Auctions.Value.Events.Where(e => e.GetProperty("vin").GetString() == "4T1BE32K13U193407").ToArray();
        Assert.Equal(3, sales.Length);
        Assert.Contains(sales, e => e.GetProperty("data").GetProperty("odometer").GetProperty("value").GetDecimal() == 173_185);
        Assert.All(sales, e => Assert.Equal("mi", e.GetProperty("data").GetProperty("odometer").GetProperty("unit").GetString()));
    }

    [Fact]
    public void Registration_order_and_delivery_are_in_this_order_on_the_day_of_the_row()
    {
        RealData.Find(RealData.CarSales);
        var first = Sales.Value.Events.Take(3).ToArray();
        Assert.Equal(
            ["2022-01-02T08:55:00-06:00", "2022-01-02T09:00:00-06:00", "2022-01-02T17:00:00-06:00"],
            first.Select(e => e.GetProperty("time").GetString()));
        Assert.All(first, e => Assert.Equal("C_CND_000001", e.GetProperty("customer").GetString()));
    }

    private static IEnumerable<string?> Members(string type, string member) => Sales.Value.Events
        .Where(e => e.GetProperty("type").GetString() == type)
        .Select(e => e.GetProperty("data").GetProperty(member).GetString());

    private static string Identity(JsonElement made) => string.Create(CultureInfo.InvariantCulture, $"{made.GetProperty("source")} {made.GetProperty("id")}");

    private static MappedRows Map(string map, string file) => Mapping.Rows(ShippedMaps.Load(map), File.ReadAllBytes(RealData.Find(file)));
}
