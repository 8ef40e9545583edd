using System.Text.Json;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Api.Events;

/// <summary>
/// One CloudEvent as it was sent, checked against CloudEvents 1.0 alone; what the product demands beyond that is
/// <see cref="Admission"/>'s. Reused from event to event.
/// </summary>
internal sealed class Envelope
{
    private readonly List<EnvelopeAttribute> others = [];
    private bool hasVersion;

    public string? Id { get; private set; }

    public string? Source { get; private set; }

    public string? Type { get; private set; }

    public DateTimeOffset? Time { get; private set; }

    public string? Dealership { get; private set; }

    public string? Customer { get; private set; }

    public string? Vin { get; private set; }

    public string? DataContentType { get; private set; }

    /// <summary>The <c>data</c> member; undefined if there is none.</summary>
    public JsonElement Data { get; set; }

    /// <summary>The <c>data_base64</c> member; undefined if there is none.</summary>
    public JsonElement DataBase64 { get; set; }

    /// <summary>The attributes that have no property here.</summary>
    public List<EnvelopeAttribute> Others => others;

    public void Clear()
    {
        hasVersion = false;
        (Id, Source, Type, Time, Dealership, Customer, Vin, DataContentType) = (null, null, null, null, null, null, null, null);
        (Data, DataBase64) = (default, default);
        others.Clear();
    }

    /// <summary>Takes an attribute that is text. A value is kept only if it passes, so that a rejection can name the id.</summary>
    public EventProblem? Set(string name, string value) => name switch
    {
        "specversion" => SetVersion(value),
        "id" => EnvelopeRules.CheckText(name, value, EnvelopeRules.MaxIdLength) ?? Done(Id = value),
        "source" => EnvelopeRules.CheckText(name, value, EnvelopeRules.MaxSourceLength) ?? Done(Source = value),
        "type" => EnvelopeRules.CheckText(name, value, EnvelopeRules.MaxTypeLength) ?? Done(Type = value),
        "time" => SetTime(value),
        "dealership" => EnvelopeRules.CheckText(name, value, Subject.MaxIdLength) ?? Done(Dealership = value),
        "customer" => EnvelopeRules.CheckText(name, value, Subject.MaxIdLength) ?? Done(Customer = value),
        "vin" => EnvelopeRules.CheckText(name, value, Subject.MaxIdLength) ?? Done(Vin = value),
        "datacontenttype" => SetContentType(value),
        "subject" or "dataschema" => EnvelopeRules.CheckText(name, value, EnvelopeRules.MaxTextLength) ?? Add(name, value),
        "data" => new EventProblem("format", name, "is no name for an attribute"),
        _ => EnvelopeRules.CheckName(name) ?? EnvelopeRules.CheckControls(name, value) ?? Add(name, value),
    };

    /// <summary>Takes an extension that is a boolean or a whole number.</summary>
    public EventProblem? Set(string name, JsonElement value)
    {
        if (EnvelopeRules.CheckName(name) is { } problem)
        {
            return problem;
        }

        others.Add(new EnvelopeAttribute(name, null, value));
        return null;
    }

    /// <summary>Checks that what must be there is there.</summary>
    public EventProblem? Complete() => this switch
    {
        { hasVersion: false } => Missing("specversion", "expected \"1.0\""),
        { Id: null } => Missing("id", "a text that is unique within the source"),
        { Source: null } => Missing("source", "a text that names the sending system, such as \"/dealers/D07/dms\""),
        { Type: null } => Missing("type", "the event's type, such as \"autocrm.vehicle.delivered.v1\""),
        { Data.ValueKind: not JsonValueKind.Undefined, DataBase64.ValueKind: not JsonValueKind.Undefined } =>
            new EventProblem("format", "data_base64", "excludes data; expected one of the two"),
        _ => null,
    };

    private static EventProblem Missing(string name, string expected) => new("required", name, $"is required: {expected}");

    private static EventProblem? Done(string _) => null;

    private EventProblem? Add(string name, string value)
    {
        others.Add(new EnvelopeAttribute(name, value, default));
        return null;
    }

    private EventProblem? SetVersion(string value)
    {
        hasVersion = value == "1.0";
        return hasVersion ? null : new EventProblem("format", "specversion", "must be \"1.0\"");
    }

    private EventProblem? SetTime(string value)
    {
        var problem = EnvelopeRules.CheckTime("time", value, out var time);
        Time = problem is null ? time : null;
        return problem;
    }

    private EventProblem? SetContentType(string value)
    {
        var problem = EnvelopeRules.CheckText("datacontenttype", value, EnvelopeRules.MaxTypeLength)
            ?? EnvelopeRules.CheckMediaType("datacontenttype", value);
        DataContentType = problem is null ? value : null;
        return problem;
    }
}

/// <summary>An attribute: text, or an element that is a boolean or a whole number.</summary>
internal readonly record struct EnvelopeAttribute(string Name, string? Text, JsonElement Value);
