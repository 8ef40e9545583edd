using System.Text;
using System.Text.Json;
using AutoCrm.Actors.Cli.Import.Documents;
using AutoCrm.Actors.Cli.Import.Star;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Leads;
using AutoCrm.Actors.Leads.Adf;
using Xunit;

namespace AutoCrm.Actors.Cli.Tests.Import.Documents;

/// <summary>Documents that nobody on this project wrote.</summary>
public sealed class RealDocumentsTests
{
    private static readonly DateTimeOffset Written = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Every_lead_that_a_person_could_read_is_read()
    {
        var files = Files("adf", new AdfFormat(null, TimeSpan.Zero));

        Assert.Equal(19, files.Count);
        Assert.All(files.Values, items => Assert.Single(items));
        Assert.Equal(
            [("rylie__truncated.xml", "required"), ("seorylie__xxe-attack.xml", "document-type")],
            files.Where(file => file.Value[0].Problem is not null).Select(file => (file.Key, file.Value[0].Problem!.Code)));
        Assert.All(files.Values.SelectMany(items => items[0].Events), CheckAdmissible);
    }

    [Theory]
    [InlineData("rylie__dealersite_valid.xml", "John Doe", "dealersite:test-123", "Honda", "Accord")]
    [InlineData("rylie__full_lead.xml", "John Smith", "adf-", "Honda", "Accord")]
    [InlineData("rylie__missing_fields.xml", "missing.fields@example.com", "dealersite:test-789", null, null)]
    [InlineData("sendadf__minimal_oneline.xml", "John Doe", "adf-", "Chevrolet", "Blazer")]
    [InlineData("seorylie__complete-lead.xml", "Michael Johnson", "autotrader:AT-12345-2024", "Toyota", "Camry")]
    [InlineData("seorylie__malformed-lead.xml", "Jane Doe", "LEAD-XYZ-20250601", "Toyota", "Highlander")]
    [InlineData("seorylie__minimal-lead.xml", "Jane Smith", "adf-", "Honda", "Accord")]
    [InlineData("spec10__minimal_asprinted.txt", "John Doe", "adf-", "Chevrolet", "Blazer")]
    [InlineData("wikipedia__minimal.xml", "First Last", "adf-", "Make", "Model")]
    public void It_is_read_rightly(string file, string name, string leadId, string? make, string? model)
    {
        var events = Files("adf", new AdfFormat(null, TimeSpan.Zero))[file][0].Events;

        Assert.Equal(name, Assert.IsType<Customers.CustomerRegistered>(events[0].Data).Name);
        var lead = Assert.IsType<LeadReceived>(events[1].Data);
        Assert.StartsWith(leadId, lead.LeadId, StringComparison.Ordinal);
        Assert.Equal((make, model), (lead.Make, lead.Model));
    }

    [Fact]
    public void The_labels_of_the_dialects_agree()
    {
        using var labels = JsonDocument.Parse(File.ReadAllBytes(RealData.Find("adf/throttleiq_shape__labels.json")));
        foreach (var dialect in labels.RootElement.GetProperty("adf").EnumerateArray())
        {
            var (id, xml) = (dialect.GetProperty("id").GetString()!, dialect.GetProperty("xml").GetString()!);
            var lead = AdfReader.Read(Encoding.UTF8.GetBytes(xml)).Items.Single().Prospect!;
            Assert.Equal("Dana Whitfield", lead.Customer.Name);
            Assert.Equal(["dana.whitfield@example.com"], lead.Customer.Emails);
            Assert.Equal(xml.Contains("4195550188", StringComparison.Ordinal) ? ["4195550188"] : [], lead.Customer.Phones);
            Assert.Equal(id == "canonical" ? [new AdfId("L-9001", "Room58")] : [], lead.Ids);
            var wanted = Assert.Single(lead.Vehicles, vehicle => vehicle.Interest == LeadInterest.Buy);
            Assert.Equal((2026, "Harley-Davidson", "Road Glide"), (wanted.Year, wanted.Make, wanted.Model));
            var isWhole = xml.Contains("U1234", StringComparison.Ordinal);
            Assert.Equal(isWhole ? ("U1234", "1HD1KRM12PB600001") : (null, null), (wanted.Stock, wanted.Vin));
            Assert.Equal(
                id == "trade_listed_before_buy" ? [("Road King", new Distance(18_400, "mi"))] : [],
                lead.Vehicles.Where(vehicle => vehicle.Interest == LeadInterest.TradeIn).Select(vehicle => (vehicle.Model!, vehicle.Odometer!)));
            Assert.Equal(xml, File.ReadAllText(RealData.Find($"adf/throttleiq_shape__{id}.xml")).Trim());
        }

        foreach (var feed in labels.RootElement.GetProperty("feed").EnumerateArray())
        {
            Assert.Equal("unreadable", AdfReader.Read(Encoding.UTF8.GetBytes(feed.GetProperty("xml").GetString()!)).Problem?.Code);
        }
    }

    [Fact]
    public void What_the_examples_of_STAR_say_has_happened_is_taken_in_and_of_the_others_it_is_said_why_not()
    {
        var files = Files("star/service", new StarFormat(null));
        var items = files.Values.SelectMany(file => file).ToArray();

        Assert.Equal(44, files.Count);
        Assert.Equal(
            ["customer_privacy.json", "get_appointment_response.json", "mpi_inspection.json"],
            files.Where(file => file.Value.Any(item => item.Problem is null)).Select(file => Path.GetFileName(file.Key)).Order(StringComparer.Ordinal));
        Assert.Equal(
            ["full_multiple_point_inspection.json", "service_appointment_initiate.json"],
            files.Where(file => file.Value.Any(item => item.Problem?.Code == "unreadable")).Select(file => Path.GetFileName(file.Key)).Order(StringComparer.Ordinal));
        Assert.All(items, item => Assert.Equal(item.Problem is null, item.Events.Length > 0));
        Assert.All(items.SelectMany(item => item.Events), CheckAdmissible);
    }

    private static SortedDictionary<string, IReadOnlyList<DocumentItem>> Files(string folder, IDocumentFormat format)
    {
        var root = RealData.Find(folder);
        var files = Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
            .Where(file => format.Extensions.Contains(Path.GetExtension(file)))
            .ToDictionary(file => Path.GetRelativePath(root, file), file => (IReadOnlyList<DocumentItem>)format.Read(File.ReadAllBytes(file), Written));
        return new SortedDictionary<string, IReadOnlyList<DocumentItem>>(files, StringComparer.Ordinal);
    }

    private static void CheckAdmissible(MadeEvent made)
    {
        using var data = JsonDocument.Parse(MadeEvent.JsonOf(made.Data));
        Assert.Null(EventCatalogue.Find(made.Type)!.Schema.Check(data.RootElement, "data"));
        Assert.NotEqual(default, made.Time);
    }
}
