using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using AutoCrm.Actors.Cli.Import.Documents;
using AutoCrm.Actors.Cli.Import.Maps;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Cli.Import.Star;

/// <summary>Repair orders and appointments as the JSON of STAR's service domain has them.</summary>
/// <param name="dealership">The code of the dealership that they are of; null to take what each document says.</param>
internal sealed class StarFormat(string? dealership) : IDocumentFormat
{
    private const int MaxItems = 10_000;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 64, AllowDuplicateProperties = false };

    public string Name => "star";

    public string Items => "documents";

    public ImmutableArray<string> Extensions => [".json"];

    public int MaxBytes => 16 * 1024 * 1024;

    public ImmutableArray<DocumentItem> Read(ReadOnlyMemory<byte> bytes, DateTimeOffset writtenAt)
    {
        try
        {
            var json = bytes.Span.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? bytes[3..] : bytes;
            using var document = JsonDocument.Parse(json, Strict);
            return Read(document.RootElement, writtenAt);
        }
        catch (JsonException malformed)
        {
            var message = string.Create(
                CultureInfo.InvariantCulture, $"is not valid JSON from line {malformed.LineNumber + 1}, byte {malformed.BytePositionInLine + 1} on");
            return [DocumentItem.Wrong(string.Empty, new RowProblem("unreadable", string.Empty, message))];
        }
    }

    // A list, and a page of one, is read element by element.
    private ImmutableArray<DocumentItem> Read(JsonElement root, DateTimeOffset writtenAt)
    {
        var (list, name) = root switch
        {
            { ValueKind: JsonValueKind.Array } => (root, string.Empty),
            { ValueKind: JsonValueKind.Object } when root.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Array => (data, "data"),
            _ => (default, string.Empty),
        };
        if (list.ValueKind != JsonValueKind.Array)
        {
            return [Item(string.Empty, root, writtenAt)];
        }

        if (list.GetArrayLength() is 0 or > MaxItems)
        {
            return [DocumentItem.Wrong(name, new RowProblem("unsupported", name, $"has no elements, or more than {MaxItems}"))];
        }

        return [.. list.EnumerateArray().Select((item, index) => Item(string.Create(CultureInfo.InvariantCulture, $"{name}[{index}]"), item, writtenAt))];
    }

    private DocumentItem Item(string place, JsonElement element, DateTimeOffset writtenAt)
    {
        var node = new StarNode(element);
        var isRepairOrder = StarRepairOrder.Is(node);
        if (!isRepairOrder && !StarAppointment.Is(node))
        {
            return Wrong("unsupported", string.Empty, "is neither a repair order nor an appointment");
        }

        if (Vin(node, out var vin) is { } problem)
        {
            return DocumentItem.Wrong(place, problem);
        }

        var common = new StarEvents(dealership ?? Dealership(node), node.Text(200, "customer.identifier.value", "customers.customer_id", "customers.customer_key"), vin!, writtenAt);
        var wrong = isRepairOrder ? StarRepairOrder.Read(node, common) : StarAppointment.Read(node, common);
        return wrong is null ? new DocumentItem(place, null, common.All) : DocumentItem.Wrong(place, wrong);

        DocumentItem Wrong(string code, string path, string message) => DocumentItem.Wrong(place, new RowProblem(code, path, message));
    }

    // The product's service events are about a vehicle: without a VIN there is no actor that could take them in.
    private static RowProblem? Vin(StarNode node, out string? vin)
    {
        vin = null;
        var text = node.Text(64, "vin", "vehicle.vin", "vehicle_identifier.vin", "vehicle_asset.vehicle_reference.vin", "vehicle_reference.vin", "vehicle_references.vin");
        if (text is null)
        {
            return new RowProblem("required", "vin", "names no vehicle by its VIN, and a visit to the workshop is about one");
        }

        return Vehicles.Vin.Normalize(text, out vin) is { } wrong ? new RowProblem("format", "vin", wrong) : null;
    }

    private static string? Dealership(StarNode node) => node.Text(
        200, "dealer_id", "dealer_references.dealer_id", "dealer_reference.dealer_id", "dealer_workshop_details.dealer_reference.dealer_id")
        ?? (node.Text(200, "service_dealer_name") is { } name ? Dealerships.Slug.Of(name) : null);
}

/// <summary>Gathers the events of one document.</summary>
internal sealed class StarEvents(string? dealership, string? customer, string vin, DateTimeOffset writtenAt)
{
    /// <summary>The source of the events.</summary>
    public const string Source = "/imports/star";

    private readonly ImmutableArray<MadeEvent>.Builder made = ImmutableArray.CreateBuilder<MadeEvent>();

    public ImmutableArray<MadeEvent> All => made.ToImmutable();

    /// <summary>When the document was written: what it says of a later time is a plan.</summary>
    public DateTimeOffset WrittenAt => writtenAt;

    /// <summary>Adds an event.</summary>
    /// <param name="time">When it happened; null where the document does not say it.</param>
    /// <param name="data">What happened.</param>
    public void Add(DateTimeOffset? time, EventPayload data)
    {
        var stated = time <= writtenAt.AddHours(24) ? time : null;
        made.Add(new MadeEvent
        {
            Source = Source,
            Time = stated ?? writtenAt,
            IsTimeAssumed = stated is null,
            Dealership = dealership,
            Customer = customer,
            Vin = vin,
            Data = data,
        });
    }
}
