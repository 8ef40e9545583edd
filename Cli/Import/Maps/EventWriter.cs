using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using CsvHelper;

namespace AutoCrm.Actors.Cli.Import.Maps;

/// <summary>Writes one event of a map for one row, as a structured CloudEvent.</summary>
internal sealed class EventWriter : IDisposable
{
    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    private readonly EventRule rule;
    private readonly string path;
    private readonly EventIdentity identity;
    private readonly ImmutableArray<int> when;
    private readonly BoundTemplate source;
    private readonly int timeSlot;
    private readonly TimeFormat timeFormat;
    private readonly JsonEncodedText type;
    private readonly ImmutableArray<(JsonEncodedText Name, BoundTemplate Value)> subjects;
    private readonly ImmutableArray<MemberWriter> members;
    private readonly Utf8JsonWriter json = new(Stream.Null, Options);

    public EventWriter(EventRule rule, string path, ColumnSlots slots, FileColumns columns)
    {
        this.rule = rule;
        this.path = path;
        identity = new EventIdentity(rule, path, columns);
        when = slots.Of(rule.When);
        source = new BoundTemplate(rule.Source, slots);
        timeSlot = slots.Of(rule.TimeColumn);
        timeFormat = slots.TimeFormatOf(rule.TimeColumn);
        type = JsonEncodedText.Encode(rule.Type);
        subjects = [.. SubjectsOf(rule).Select(s => (JsonEncodedText.Encode(s.Name), new BoundTemplate(s.Value, slots)))];
        members = [.. rule.Data.Select(member => MemberWriter.Create(member, slots))];
    }

    public bool Applies(string?[] values) => AllPresent(when, values);

    public RowProblem? Write(CsvReader row, string?[] values, ByteBuffer body)
    {
        if (source.Of(values) is not { } sender)
        {
            return new RowProblem("required", "source", $"column {source.Columns} is empty, and {path}.source needs it");
        }

        if (values[timeSlot] is not { } timeText)
        {
            return new RowProblem("required", "time", $"column {rule.TimeColumn} is empty, and {path}.time needs it");
        }

        if (!timeFormat.TryParse(timeText, rule.At, out var time))
        {
            return new RowProblem("format", "time", $"column {rule.TimeColumn} must be {timeFormat.Expected}");
        }

        json.Reset(body);
        json.WriteStartObject();
        json.WriteString("specversion"u8, "1.0"u8);
        json.WriteString("id"u8, identity.Of(row));
        json.WriteString("source"u8, sender);
        json.WriteString("type"u8, type);
        json.WriteString("time"u8, time);
        WriteSubjects(values);
        json.WriteString("datacontenttype"u8, "application/json"u8);
        json.WriteStartObject("data"u8);
        foreach (var member in members)
        {
            if (AllPresent(member.When, values) && member.Write(json, values) is { } problem)
            {
                return problem;
            }
        }

        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        body.Add((byte)'\n');
        return null;
    }

    public void Dispose() => json.Dispose();

    private static IEnumerable<(string Name, Template Value)> SubjectsOf(EventRule rule)
    {
        if (rule.Dealership is { } dealership)
        {
            yield return ("dealership", dealership);
        }

        if (rule.Customer is { } customer)
        {
            yield return ("customer", customer);
        }

        if (rule.Vin is { } vin)
        {
            yield return ("vin", vin);
        }
    }

    private static bool AllPresent(ImmutableArray<int> slots, string?[] values)
    {
        foreach (var slot in slots)
        {
            if (values[slot] is null)
            {
                return false;
            }
        }

        return true;
    }

    private void WriteSubjects(string?[] values)
    {
        foreach (var (name, template) in subjects)
        {
            if (template.Of(values) is { } value)
            {
                json.WriteString(name, value);
            }
        }
    }
}
