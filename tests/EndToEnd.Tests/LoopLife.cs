using System.Globalization;
using System.Text.Json;
using AutoCrm.Actors.Customers;

namespace AutoCrm.Actors.EndToEnd.Tests;

/// <summary>The names in one life: a customer by the dealership's number, the dealership, and the two cars.</summary>
internal sealed record LoopNames(string Number, string Dealership, string First, string Second)
{
    /// <summary>The id by which the maker, who has no numbers of the dealership's, knows the customer.</summary>
    public string Customer => CustomerIds.Of(Dealership, Number);

    public static LoopNames Of(int n) => new($"LOOP-{n:D2}", $"LOOP-D{n:D2}", $"WVWZZZ1JZ3W90{n:D2}01", $"WVWZZZ1JZ3W90{n:D2}02");
}

/// <summary>
/// A customer's way through the whole loop, day by day: bought by the web, built, delivered, serviced, complained of,
/// recalled, traded in, and bought again.
/// </summary>
internal sealed class LoopLife(LoopNames names)
{
    // A life of two and a half years within months, so that nobody who asks today finds an owner who stayed away.
    private const double Pace = 0.3;
    private const string MakerSource = "/maker/erp";

    private static readonly DateTimeOffset Start = new(TimeProvider.System.GetUtcNow().AddDays(-280).Date, TimeSpan.Zero);

    public static DateTimeOffset Day(double day) => Start.AddDays(day * Pace).AddHours(9);

    public string[] Lead() =>
    [
        On(0, "lead.received", """{"leadId":"L1","channel":"web","interest":"buy","model":"Golf"}"""),
        On(0.01, "lead.assigned", """{"leadId":"L1","advisor":"A1"}"""),
        On(0.015, "lead.contacted", """{"leadId":"L1","channel":"phone"}"""),
    ];

    public string[] Opportunity() =>
    [
        On(1, "lead.qualified", """{"leadId":"L1","level":"A"}"""),
        On(2, "test-drive.booked", $$"""{"testDriveId":"T1","at":"{{Text(3)}}","leadId":"L1"}"""),
        On(3, "test-drive.completed", """{"testDriveId":"T1","licenceChecked":true}"""),
        On(4, "quote.issued", $$"""{"quoteId":"Q1","amount":{{Eur(30000)}} ,"validUntil":"{{Text(20)}}","leadId":"L1"}"""),
    ];

    public string[] Order() =>
    [
        On(5, "order.placed", $$"""{"orderId":"O1","leadId":"L1","quoteId":"Q1","model":"Golf","amount":{{Eur(29500)}} ,"expectedDelivery":"{{Text(60)}}"}"""),
        On(5.01, "lead.converted", """{"leadId":"L1","orderId":"O1"}"""),
        On(6, "order.confirmed", """{"orderId":"O1"}"""),
    ];

    public string[] Built() =>
    [
        Event(10, "vehicle.ordered", """{"orderId":"O1"}""", MakerSource, names.First, names.Customer, names.Dealership),
        Maker(20, "vehicle.production-started", names.First, """{"stage":"body"}"""),
        Maker(22, "vehicle.production-started", names.First, """{"stage":"paint"}"""),
        Maker(24, "vehicle.production-started", names.First, """{"stage":"assembly"}"""),
        Maker(26, "vehicle.built", names.First, """{"make":"Volkswagen","model":"Golf"}"""),
        On(27, "vehicle.allocated", """{"orderId":"O1"}""", names.First),
    ];

    public string[] Shipped() => [Maker(30, "vehicle.shipped", names.First, """{"carrier":"Rail"}"""), Maker(38, "vehicle.arrived", names.First, """{"place":"Hamburg compound"}""")];

    public string[] Received() =>
    [
        On(45, "vehicle.received", """{"odometer":{"value":8,"unit":"km"} }""", names.First, customer: null),
        On(46, "vehicle.inspected", """{"kind":"pre-delivery","result":"pass"}""", names.First, customer: null),
    ];

    public string[] Delivered() =>
    [
        On(55, "vehicle.delivered", $$"""{"orderId":"O1","price":{{Eur(29500)}} ,"odometer":{"value":12,"unit":"km"} }""", names.First),
        On(55.1, "vehicle.ownership-registered", """{"role":"owner"}""", names.First),
        On(55.2, "vehicle.warranty-started", """{"months":60,"distance":{"value":100000,"unit":"km"} }""", names.First),
        On(55.3, "vehicle.maintenance-plan-set", """{"months":12,"distance":{"value":30000,"unit":"km"} }""", names.First),
        On(56, "vehicle.delivery-reported", """{"orderId":"O1"}""", names.First),
        Maker(57, "vehicle.delivery-accepted", names.First, """{"orderId":"O1"}""", names.Customer),
        On(70, "survey.answered", """{"kind":"nps","score":9}"""),
    ];

    public string[] Serviced(int n, double day, int km) =>
    [
        On(day - 10, "service.booked", $$"""{"appointmentId":"A{{n}}","at":"{{Text(day)}}","work":["inspection"]}""", names.First),
        On(day - 9, "service.confirmed", $$"""{"appointmentId":"A{{n}}"}""", names.First),
        On(day, "service.checked-in", $$"""{"repairOrder":"R{{n}}","appointmentId":"A{{n}}","odometer":{"value":{{km}},"unit":"km"} }""", names.First),
        On(day + 0.05, "service.estimate-given", $$"""{"repairOrder":"R{{n}}","amount":{{Eur(310)}} }""", names.First),
        On(day + 0.06, "service.estimate-approved", $$"""{"repairOrder":"R{{n}}"}""", names.First),
        On(day + 0.2, "service.completed", $$"""{"repairOrder":"R{{n}}","amount":{{Eur(305)}} ,"lines":[{"operation":"inspection","payType":"customer"}]}""", names.First),
        On(day + 0.25, "service.ready-for-pickup", $$"""{"repairOrder":"R{{n}}"}""", names.First),
        On(day + 0.3, "service.closed", $$"""{"repairOrder":"R{{n}}","paid":{{Eur(305)}} }""", names.First),
    ];

    public string[] Complaint() =>
    [
        On(500, "case.opened", """{"caseId":"K1","kind":"complaint","severity":"normal","channel":"phone"}""", names.First),
        On(500.1, "case.responded", """{"caseId":"K1","channel":"phone"}"""),
        On(502, "case.resolved", """{"caseId":"K1","how":"The rattle is gone"}"""),
        On(503, "case.closed", """{"caseId":"K1"}"""),
    ];

    public string[] Recalled() => [Maker(520, "recall.opened", null, $$"""{"campaign":"RC-{{names.Number}}","vins":["{{names.First}}"],"stopSale":true,"remedy":"Replace the inflator"}""")];

    public string[] Remedied() =>
    [
        On(525, "recall.vehicle-notified", $$"""{"campaign":"RC-{{names.Number}}"}""", names.First),
        On(540, "recall.remedied", $$"""{"campaign":"RC-{{names.Number}}"}""", names.First),
    ];

    public string[] Looking() =>
    [
        On(860, "lead.received", """{"leadId":"L2","channel":"visit","interest":"buy","model":"ID.7"}"""),
        On(860.01, "lead.contacted", """{"leadId":"L2","channel":"visit"}"""),
    ];

    public string[] BoughtAgain() =>
    [
        On(862, "vehicle.trade-in-appraised", $$"""{"value":{{Eur(14000)}} }""", names.First),
        On(863, "order.placed", $$"""{"orderId":"O2","leadId":"L2","model":"ID.7","amount":{{Eur(48000)}} }"""),
        On(863.01, "lead.converted", """{"leadId":"L2","orderId":"O2"}"""),
        On(864, "vehicle.allocated", """{"orderId":"O2"}""", names.Second),
        On(870, "vehicle.traded-in", $$"""{"value":{{Eur(14000)}} ,"orderId":"O2","odometer":{"value":31000,"unit":"km"} }""", names.First),
        On(870.1, "vehicle.delivered", $$"""{"orderId":"O2","price":{{Eur(48000)}} ,"odometer":{"value":15,"unit":"km"} }""", names.Second),
        On(870.2, "vehicle.ownership-registered", """{"role":"owner"}""", names.Second),
    ];

    public string[] Whole() =>
    [
        .. Lead(), .. Opportunity(), .. Order(), .. Built(), .. Shipped(), .. Received(), .. Delivered(), .. Serviced(1, 410, 14_000),
        .. Complaint(), .. Recalled(), .. Remedied(), .. Serviced(2, 760, 27_500), .. Looking(), .. BoughtAgain(),
    ];

    private string On(double day, string type, string data, string? vin = null) => On(day, type, data, vin, names.Number);

    private string On(double day, string type, string data, string? vin, string? customer) =>
        Event(day, type, data, $"/dealers/{names.Dealership}/dms", vin, customer, names.Dealership);

    private string Maker(double day, string type, string? vin, string data, string? customer = null) =>
        Event(day, type, data, MakerSource, vin, customer, null);

    private string Event(double day, string type, string data, string source, string? vin, string? customer, string? dealership) => JsonSerializer.Serialize(
        new Dictionary<string, object?>
        {
            ["specversion"] = "1.0",
            ["id"] = string.Create(CultureInfo.InvariantCulture, $"{names.Number}-{type}-{day}"),
            ["source"] = source,
            ["type"] = $"autocrm.{type}.v1",
            ["time"] = Text(day),
            ["dealership"] = dealership,
            ["customer"] = customer,
            ["vin"] = vin,
            ["data"] = JsonDocument.Parse(data).RootElement,
        }.Where(member => member.Value is not null).ToDictionary());

    private static string Eur(int amount) => $$"""{"amount":{{amount}},"currency":"EUR"}""";

    private static string Text(double day) => Day(day).ToString("O", CultureInfo.InvariantCulture);
}
