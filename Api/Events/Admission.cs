using System.Text.Json;
using AutoCrm.Actors.Api.Auth;
using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Api.Events;

/// <summary>
/// What the product demands of an event beyond CloudEvents: whose it is, when it happened, whom it is about, and what
/// its payload looks like. Where a dealership names a customer by its own number, the event gets the customer's id, and
/// keeps the number beside it. Made for one request; not for several threads.
/// </summary>
internal sealed class Admission(Caller caller, TimeProvider time) : IDisposable
{
    /// <summary>The most bytes of <c>data</c> in canonical form.</summary>
    public const int MaxDataBytes = 64 * 1024;

    /// <summary>The most bytes of the other attributes in canonical form.</summary>
    public const int MaxAttributesBytes = 8 * 1024;

    private const int FirstYear = 1900;
    private static readonly TimeSpan Ahead = TimeSpan.FromHours(24);
    private readonly CanonicalJson canonical = new();

    /// <summary>Admits an event.</summary>
    /// <param name="envelope">An envelope without a problem of its own.</param>
    /// <param name="admitted">The event for the log, if there is no problem.</param>
    /// <returns>The first problem, or null.</returns>
    public EventProblem? Admit(Envelope envelope, out NewEvent? admitted)
    {
        admitted = null;
        var vin = envelope.Vin;
        var dealership = envelope.Dealership ?? caller.Dealership;
        var customer = IdOf(dealership, envelope.Customer);
        byte[]? data = null;
        byte[]? attributes = null;
        var problem = CheckSource(envelope.Source!)
            ?? CheckTime(envelope.Time)
            ?? CheckDealership(envelope.Dealership)
            ?? CheckVin(ref vin)
            ?? CheckContentType(envelope.DataContentType)
            ?? ReadData(envelope, dealership, out data)
            ?? ReadAttributes(envelope, customer, out attributes);
        if (problem is not null)
        {
            return problem;
        }

        admitted = new NewEvent
        {
            Source = envelope.Source!,
            Id = envelope.Id!,
            Type = envelope.Type!,
            Time = envelope.Time!.Value,
            Dealership = dealership,
            Customer = customer,
            Vin = vin,
            Data = data!,
            Attributes = attributes,
        };
        return null;
    }

    public void Dispose() => canonical.Dispose();

    // Whoever could send under the product's own source could take the place of a decision that is still to be made.
    private static EventProblem? CheckSource(string source) =>
        source.StartsWith(EventSources.Prefix, StringComparison.OrdinalIgnoreCase)
            ? new EventProblem("format", "source", $"must not begin with {EventSources.Prefix}: those sources are the system's own")
            : null;

    private static EventProblem? CheckType(EventDefinition definition) => definition.IsDerived
        ? new EventProblem("forbidden-type", "type", "is a type that the system itself derives from what is reported; send what happened")
        : null;

    private static EventProblem? CheckVin(ref string? vin)
    {
        if (vin is null)
        {
            return null;
        }

        var wrong = Vehicles.Vin.Normalize(vin, out var normal);
        vin = normal;
        return wrong is null ? null : new EventProblem("format", "vin", wrong);
    }

    private static EventProblem? CheckContentType(string? contentType) => contentType is null || EnvelopeRules.IsJson(contentType)
        ? null
        : new EventProblem("format", "datacontenttype", "is not JSON; expected \"application/json\", another JSON type, or nothing");

    private EventProblem? CheckTime(DateTimeOffset? occurred)
    {
        if (occurred is not { } at)
        {
            return new EventProblem("required", "time", "is required: " + EnvelopeRules.TimeExpected);
        }

        return at.UtcDateTime.Year < FirstYear || at > time.GetUtcNow() + Ahead
            ? new EventProblem("range", "time", $"must lie between the year {FirstYear} and {Ahead.TotalHours:0} hours from now")
            : null;
    }

    // What the token says is what counts: an event cannot choose another dealership.
    private EventProblem? CheckDealership(string? dealership) => dealership is null || caller.MayActFor(dealership)
        ? null
        : new EventProblem("forbidden-dealership", "dealership", "is not the dealership of the access token; expected that one, or nothing");

    // An event without a dealership has nobody whose number it could be.
    private static string? IdOf(string? dealership, string? customer) =>
        dealership is null || customer is null ? customer : CustomerIdCache.Shared.Of(dealership, customer);

    private EventProblem? ReadData(Envelope envelope, string? dealership, out byte[]? data)
    {
        data = null;
        if (envelope.DataBase64.ValueKind == JsonValueKind.Undefined)
        {
            return CheckData(envelope, dealership, envelope.Data, "data", out data);
        }

        if (!envelope.DataBase64.TryGetBytesFromBase64(out var decoded))
        {
            return new EventProblem("format", "data_base64", "is not base64");
        }

        try
        {
            if (JsonFaults.IsSuspect(decoded))
            {
                return JsonFaults.Find(decoded, "data_base64");
            }

            using var document = JsonDocument.Parse(decoded, JsonFaults.Strict);
            return CheckData(envelope, dealership, document.RootElement, "data_base64", out data);
        }
        catch (JsonException)
        {
            return JsonFaults.Find(decoded, "data_base64");
        }
    }

    private EventProblem? CheckData(Envelope envelope, string? dealership, JsonElement value, string path, out byte[]? data)
    {
        data = null;
        var definition = EventCatalogue.Find(envelope.Type!);
        var isAbsent = value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null;
        if (definition is not null)
        {
            var problem = CheckType(definition)
                ?? definition.Schema.Check(isAbsent ? EmptyObject.Value : value, path)
                ?? SubjectRules.Check(definition, envelope, dealership);
            if (problem is not null)
            {
                return problem;
            }
        }

        if (isAbsent)
        {
            data = "{}"u8.ToArray();
            return null;
        }

        var bytes = dealership is not null && definition is { Schema.NamesCustomer: true }
            ? WithIds(definition.Schema, dealership, value)
            : canonical.Write(value);
        if (bytes.Length > MaxDataBytes)
        {
            return new EventProblem("too-long", path, $"is longer than {MaxDataBytes} bytes of compact JSON");
        }

        data = bytes.ToArray();
        return null;
    }

    private ReadOnlySpan<byte> WithIds(PayloadSchema schema, string dealership, JsonElement value) => canonical.Write(
        value,
        member => member.Value.ValueKind == JsonValueKind.String && schema.Members.Any(known => known.NamesCustomer && member.NameEquals(known.Name))
            ? IdOf(dealership, member.Value.GetString())
            : null);

    private EventProblem? ReadAttributes(Envelope envelope, string? customer, out byte[]? attributes)
    {
        attributes = null;
        if (envelope.Customer is { } number && number != customer)
        {
            envelope.Others.Add(new EnvelopeAttribute(CustomerNumberAttribute.Name, number, default));
        }

        if (envelope.DataContentType is { } contentType && contentType != EnvelopeRules.Json)
        {
            envelope.Others.Add(new EnvelopeAttribute("datacontenttype", contentType, default));
        }

        if (envelope.Others.Count == 0)
        {
            return null;
        }

        var bytes = canonical.Write(envelope.Others);
        if (bytes.Length > MaxAttributesBytes)
        {
            return new EventProblem("too-long", string.Empty, $"has more than {MaxAttributesBytes} bytes of attributes besides data");
        }

        attributes = bytes.ToArray();
        return null;
    }

    private static class EmptyObject
    {
        private static readonly JsonDocument Document = JsonDocument.Parse("{}");

        public static JsonElement Value => Document.RootElement;
    }
}
