using System.Globalization;
using System.Text.Json;

namespace AutoCrm.Actors.Cli.Simulation;

/// <summary>What is compared of each kind of subject.</summary>
internal static class TrueFields
{
    // As many elements as the system lists.
    private const int MostListed = 100;

    public static TrueSubject Of(CustomerTruth truth) => truth.Is is { } other ? Alias(truth.Id, other) : new(
        truth.Id,
        $$"""customer(id: "{{truth.Id}}") { ...C }""",
        "fragment C on Customer { aliases stage leads { state } orders { state } deliveries { orderId } serviceVisits { repairOrder } appointments { appointmentId } cases { state } vehicles { vin until } conflicts { kind } }",
        [
            new("customer.stage", now => truth.StageAt(now), a => a.GetProperty("stage").GetString()),
            Count("customer.leads", truth.Leads, "leads", _ => true),
            Count("customer.openLeads", truth.OpenLeads, "leads", lead => Text(lead, "state") is not ("LOST" or "CONVERTED")),
            Count("customer.orders", truth.Orders, "orders", _ => true),
            Count("customer.openOrders", truth.OpenOrders, "orders", order => Text(order, "state") is not ("CANCELLED" or "DELIVERED" or "REPORTED" or "REVERSED")),
            Count("customer.deliveries", truth.Deliveries, "deliveries", _ => true),
            Count("customer.serviceVisits", truth.ServiceVisits, "serviceVisits", _ => true),
            Count("customer.appointments", truth.Appointments, "appointments", _ => true),
            Count("customer.cases", truth.Cases, "cases", _ => true),
            Count("customer.openCases", truth.OpenCases, "cases", one => Text(one, "state") is not ("RESOLVED" or "CLOSED")),
            new("customer.owns", _ => Joined(truth.Owns), a => Joined(List(a, "vehicles").Where(v => Text(v, "until") is null).Select(v => Text(v, "vin")!))),
            Conflicts("customer.conflicts", truth.Planted),
            new("customer.aliases", _ => Joined(truth.Aliases), a => Joined(List(a, "aliases").Select(alias => alias.GetString()!))),
        ]);

    private static TrueSubject Alias(string id, string other) => new(
        id, $$"""customer(id: "{{id}}") { ...A }""", "fragment A on Customer { id }", [new("customer.id", _ => other, a => Text(a, "id"))]);

    public static TrueSubject Of(VehicleTruth truth)
    {
        List<TrueField> fields =
        [
            new("vehicle.odometerKm", _ => Number(truth.OdometerKm), a => Number(Decimal(a, "odometer", "km"))),
            Count("vehicle.deliveries", truth.Deliveries, "sales", sale => Text(sale, "kind") == "delivered"),
            Count("vehicle.serviceVisits", truth.ServiceVisits, "serviceVisits", _ => true),
            Count("vehicle.openJobs", truth.OpenJobs, "openJobs", _ => true),
            new("vehicle.end", _ => truth.End, a => Text(a, "end")),
            new("vehicle.lessee", _ => truth.Lessee, a => Holder(a, "LESSEE")),
            new("vehicle.warrantyEnds", _ => Instant(truth.WarrantyEnds), a => Instant(Time(List(a, "warranties").FirstOrDefault(), "ends"))),
            new("vehicle.serviceDue", _ => Instant(truth.ServiceDue), a => Instant(Time(Member(a, "nextService"), "due"))),
            new("vehicle.serviceDueKm", _ => Number(truth.ServiceDueKm), a => Number(Decimal(a, "nextService", "dueKm"))),
            new("vehicle.openRecalls", _ => Joined(truth.OpenRecalls), a => Joined(List(a, "recalls").Where(r => Text(r, "state") is not ("REMEDIED" or "CANCELLED")).Select(r => Text(r, "campaign")!))),
            Conflicts("vehicle.conflicts", truth.Planted),
        ];
        if (!truth.OwnerIsDisputed)
        {
            fields.Add(new("vehicle.owner", _ => truth.Owner, a => Holder(a, "OWNER")));
        }

        return new TrueSubject(
            truth.Vin,
            $$"""vehicle(vin: "{{truth.Vin}}") { ...V }""",
            "fragment V on Vehicle { odometer { km } sales { kind } serviceVisits { repairOrder } openJobs { __typename } end warranties { ends } nextService { due dueKm } recalls { campaign state } conflicts { kind } ownershipPeriods { customer role until } }",
            fields);
    }

    public static TrueSubject Of(DealershipTruth truth) => new(
        truth.Code,
        $$"""dealership(code: "{{truth.Code}}") { ...D }""",
        $"fragment D on Dealership {{ orders deliveries auctions serviceVisits registrations openCases pipeline {{ {string.Join(' ', DealershipTruth.LeadStages)} {DealershipTruth.OpenOrders} openQuotes }} openLeads {{ leadId }} stock {{ state count }} }}",
        [
            Figure("orders", truth.Orders), Figure("deliveries", truth.Deliveries), Figure("auctions", truth.Auctions),
            Figure("serviceVisits", truth.ServiceVisits), Figure("registrations", truth.Registrations), Figure("openCases", truth.OpenCases),
            .. DealershipTruth.LeadStages.Append(DealershipTruth.OpenOrders).Select(stage => Stage(stage, _ => truth.Pipeline.GetValueOrDefault(stage))),
            Stage("openQuotes", now => truth.Quotes.Count(until => until >= now)),
            Count("dealership.openLeads", Math.Min(truth.OpenLeads, MostListed), "openLeads", _ => true),
            new("dealership.stock", _ => Joined(truth.Stock.Select(one => $"{one.Key}:{one.Value}")), a => Joined(List(a, "stock").Select(one => $"{Text(one, "state")}:{one.GetProperty("count")}"))),
        ]);

    private static TrueField Figure(string name, int expected) =>
        new($"dealership.{name}", _ => Number(expected), a => Number(a.GetProperty(name).GetInt32()));

    private static TrueField Stage(string name, Func<DateTimeOffset, int> expected) =>
        new($"dealership.{name}", now => Number(expected(now)), a => Number(a.GetProperty("pipeline").GetProperty(name).GetInt32()));

    private static TrueField Count(string name, int expected, string list, Func<JsonElement, bool> counts) =>
        new(name, _ => Number(expected), a => Number(List(a, list).Count(counts)));

    private static TrueField Conflicts(string name, IEnumerable<string> planted) =>
        new(name, _ => Joined(planted), a => Joined(List(a, "conflicts").Select(conflict => Text(conflict, "kind")!)));

    private static string? Holder(JsonElement vehicle, string role) => List(vehicle, "ownershipPeriods")
        .Where(period => Text(period, "role") == role && Text(period, "until") is null).Select(period => Text(period, "customer")).LastOrDefault();

    private static IEnumerable<JsonElement> List(JsonElement of, string name) => of.GetProperty(name).EnumerateArray();

    private static JsonElement Member(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var member) ? member : default;

    private static string? Text(JsonElement of, string name) => Member(of, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static DateTimeOffset? Time(JsonElement of, string name) =>
        Member(of, name) is { ValueKind: JsonValueKind.String } text ? text.GetDateTimeOffset() : null;

    private static decimal? Decimal(JsonElement of, string name, string part) =>
        Member(Member(of, name), part) is { ValueKind: JsonValueKind.Number } number ? number.GetDecimal() : null;

    private static string? Number(decimal? value) => value?.ToString("0.###", CultureInfo.InvariantCulture);

    private static string? Instant(DateTimeOffset? at) => at?.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture);

    private static string Joined(IEnumerable<string> texts) => string.Join(' ', texts.Order(StringComparer.Ordinal));
}
