using System.Text.Json;
using AutoCrm.Actors.Events;
using Xunit;

namespace AutoCrm.Actors.Grains.Tests.Events;

public sealed class PayloadSchemaTests
{
    [Theory]
    [InlineData("autocrm.vehicle.auctioned.v1", "{}", "required", "data.price")]
    [InlineData("autocrm.vehicle.auctioned.v1", """{"price":null}""", "required", "data.price")]
    [InlineData("autocrm.vehicle.auctioned.v1", """{"price":13500}""", "type", "data.price")]
    [InlineData("autocrm.vehicle.auctioned.v1", """{"price":{"amount":"13500","currency":"USD"}}""", "type", "data.price.amount")]
    [InlineData("autocrm.vehicle.auctioned.v1", """{"price":{"amount":13500}}""", "required", "data.price.currency")]
    [InlineData("autocrm.vehicle.auctioned.v1", """{"price":{"amount":13500,"currency":"usd"}}""", "format", "data.price.currency")]
    [InlineData("autocrm.vehicle.auctioned.v1", """{"price":{"amount":1e400,"currency":"USD"}}""", "range", "data.price.amount")]
    [InlineData("autocrm.vehicle.auctioned.v1", """{"price":{"amount":1,"currency":"USD"},"modelYear":1700}""", "range", "data.modelYear")]
    [InlineData("autocrm.vehicle.auctioned.v1", """{"price":{"amount":1,"currency":"USD"},"modelYear":2013.5}""", "type", "data.modelYear")]
    [InlineData("autocrm.vehicle.odometer-read.v1", """{"odometer":{"value":-1,"unit":"km"}}""", "range", "data.odometer.value")]
    [InlineData("autocrm.vehicle.odometer-read.v1", """{"odometer":{"value":1,"unit":"furlong"}}""", "format", "data.odometer.unit")]
    [InlineData("autocrm.customer.registered.v1", """{"name":""}""", "empty", "data.name")]
    [InlineData("autocrm.customer.registered.v1", """{"name":"A","phones":"123"}""", "type", "data.phones")]
    [InlineData("autocrm.customer.registered.v1", """{"name":"A","phones":["1",2]}""", "type", "data.phones[1]")]
    [InlineData("autocrm.service.completed.v1", """{"repairOrder":"R","lines":[{"operation":"x"},{}]}""", "required", "data.lines[1].operation")]
    [InlineData("autocrm.order.placed.v1", "[]", "type", "data")]
    [InlineData("autocrm.order.placed.v1", """{"orderId":"1","options":["tow hitch",7]}""", "type", "data.options[1]")]
    [InlineData("autocrm.customer.registered.v1", """{"name":"A","birthDate":"23.11.1984"}""", "format", "data.birthDate")]
    [InlineData("autocrm.customer.registered.v1", """{"name":"A","birthDate":"1984-02-30"}""", "format", "data.birthDate")]
    [InlineData("autocrm.customer.registered.v1", """{"name":"A","address":{"country":"USA"}}""", "format", "data.address.country")]
    [InlineData("autocrm.customer.registered.v1", """{"name":"A","preferredChannel":3}""", "type", "data.preferredChannel")]
    [InlineData("autocrm.lead.received.v1", """{"leadId":"L","channel":"web","interest":"Buy"}""", "format", "data.interest")]
    [InlineData("autocrm.lead.contacted.v1", """{"leadId":"L","channel":"web","reached":"yes"}""", "type", "data.reached")]
    [InlineData("autocrm.service.completed.v1", """{"repairOrder":"R","lines":[{"operation":"x","payType":"goodwill"}]}""", "format", "data.lines[0].payType")]
    [InlineData("autocrm.recall.opened.v1", """{"campaign":"C","vins":["1m8gdm9axkp042788"]}""", "format", "data.vins[0]")]
    [InlineData("autocrm.recall.opened.v1", """{"campaign":"C","vins":["1M8GDM9AXKP04278O"]}""", "format", "data.vins[0]")]
    [InlineData("autocrm.recall.opened.v1", """{"campaign":"C","rule":{"make":"Ford","years":[2024,24]}}""", "range", "data.rule.years[1]")]
    public void What_is_wrong_is_named_by_code_and_path(string type, string data, string code, string path)
    {
        var problem = Check(type, data);

        Assert.NotNull(problem);
        Assert.Equal((code, path), (problem.Code, problem.Path));
    }

    [Theory]
    [InlineData("autocrm.customer.registered.v1", """{"name":"A","income":13500,"shoeSize":42}""")]
    [InlineData("autocrm.customer.registered.v1", """{"name":"A","income":{"amount":13500,"currency":"USD"}}""")]
    [InlineData("autocrm.vehicle.delivered.v1", "{}")]
    public void What_fits_passes_and_can_be_read(string type, string data)
    {
        Assert.Null(Check(type, data));
        Assert.IsNotType<UnreadablePayload>(EventCatalogue.Read(type, System.Text.Encoding.UTF8.GetBytes(data)));
    }

    [Fact]
    public void A_text_that_is_too_long_is_told_its_bound_and_not_quoted()
    {
        var problem = Check("autocrm.customer.registered.v1", JsonSerializer.Serialize(new { name = new string('x', 1_000_000) }));

        Assert.Equal("has 1,000,000 characters; at most 200 are allowed", problem!.Message);
    }

    [Fact]
    public void Who_sends_another_word_is_told_the_words() => Assert.Equal(
        "must be \"cash\", \"finance\" or \"lease\"", Check("autocrm.order.placed.v1", """{"orderId":"1","finance":"loan"}""")!.Message);

    [Fact]
    public void Every_known_type_has_a_name_of_the_form_autocrm_noun_past_tense_version() =>
        Assert.All(EventCatalogue.All, d => Assert.Matches("^autocrm\\.[a-z-]+\\.[a-z-]+\\.v[0-9]+$", d.Type));

    private static EventProblem? Check(string type, string data)
    {
        using var document = JsonDocument.Parse(data);
        return EventCatalogue.Find(type)!.Schema.Check(document.RootElement, "data");
    }
}
