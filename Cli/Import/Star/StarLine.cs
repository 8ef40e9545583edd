using System.Collections.Immutable;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Service;

namespace AutoCrm.Actors.Cli.Import.Star;

/// <summary>One labour operation of a repair order, with the parts that it needs.</summary>
internal sealed record StarLine
{
    private const int MaxLines = 400;
    private const int MaxWritten = 1000;

    public required string Operation { get; init; }

    public string? Status { get; init; }

    public string? PayType { get; init; }

    public Money? Amount { get; init; }

    /// <summary>Why it was declined, by its code.</summary>
    public string? Reason { get; init; }

    /// <summary>When the customer decided.</summary>
    public DateTimeOffset? DecidedAt { get; init; }

    public bool IsMaintenance { get; init; }

    public ImmutableArray<ServiceLine> Parts { get; init; } = [];

    public bool IsDeclined => Status == "DECLINED";

    public bool IsPending => Status is "PENDING_APPROVAL" or "PENDING" or "ESTIMATED" or "RECOMMENDED";

    public static ImmutableArray<StarLine> Of(StarNode node, string? currency) =>
    [
        .. node.Items("labor_operations")
            .Concat(node.Items("repair_order_line_items").SelectMany(item => item.Items("service_job.labor_operations")))
            .Select(operation => Read(operation, currency))
            .Where(line => line is not null)
            .Select(line => line!)
            .Take(MaxLines),
    ];

    /// <summary>What the lines cost together; null unless each has an amount, and all in one currency.</summary>
    public static Money? Sum(ImmutableArray<StarLine> lines) =>
        !lines.IsEmpty && lines[0].Amount is { } first && lines.All(line => line.Amount?.Currency == first.Currency)
            ? new Money(lines.Sum(line => line.Amount!.Amount), first.Currency)
            : null;

    public static ImmutableArray<ServiceLine> Written(IEnumerable<StarLine> lines) =>
    [
        .. lines.SelectMany(line => line.Parts.Prepend(new ServiceLine { Operation = line.Operation, PayType = line.PayType, Amount = line.Amount })).Take(MaxWritten),
    ];

    private static StarLine? Read(StarNode node, string? currency)
    {
        var operation = node.Text(500, "name", "labor_operation_name", "labor_operation_description", "operation_description", "labor_operation_code", "labor_operation_id");
        if (operation is null)
        {
            return null;
        }

        var status = node.Code("labor_operation_status", "labor_operation_status_type");
        var decided = node.Items("labor_operation_events").FirstOrDefault(change => change.Code("new_status_type") == status);
        return new StarLine
        {
            Operation = operation,
            Status = status,
            PayType = PayTypeOf(node.Code("pay_type")),
            Amount = node.Money(currency, "amount"),
            Reason = node.Words(200, "narrative_reference.narrative_code"),
            DecidedAt = decided.Time("occurrence_timestamp") ?? node.Time("narrative_reference.event_date_time"),
            IsMaintenance = node.Code("labor_operation_type") == "MAINTENANCE",
            Parts = [.. node.Items("bill_of_material_references").Select(PartOf).Where(part => part is not null).Select(part => part!)],
        };
    }

    private static ServiceLine? PartOf(StarNode node)
    {
        var number = node.Code("identifier.identifier_type") == "PART_NUMBER" ? node.Text(100, "identifier.value") : null;
        return number is null ? null : new ServiceLine { Operation = node.Text(500, "context") ?? number, Kind = ServiceLineKind.Material, PartNumber = number };
    }

    private static string? PayTypeOf(string? type) => type switch
    {
        "CUSTOMER" or "CUSTOMER_PAY" => "customer",
        "WARRANTY" or "OEM" or "FACTORY" or "MANUFACTURER" => "warranty",
        "INTERNAL" or "DEALER" or "GOODWILL" => "internal",
        "CONTRACT" or "SERVICE_CONTRACT" or "EXTENDED_WARRANTY" => "contract",
        _ => null,
    };
}
