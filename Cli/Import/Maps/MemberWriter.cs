using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace AutoCrm.Actors.Cli.Import.Maps;

/// <summary>Writes one member of an event's data; leaves it out where its columns are empty.</summary>
internal abstract class MemberWriter
{
    private const NumberStyles NumberStyle = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;

    private readonly MemberRule rule;
    private readonly JsonEncodedText name;

    private MemberWriter(MemberRule rule, ColumnSlots slots)
    {
        this.rule = rule;
        name = JsonEncodedText.Encode(rule.Name);
        Values = [.. rule.Values.Select(template => new BoundTemplate(template, slots))];
        When = slots.Of(rule.When);
    }

    public ImmutableArray<int> When { get; }

    private ImmutableArray<BoundTemplate> Values { get; }

    public static MemberWriter Create(MemberRule rule, ColumnSlots slots) => rule.Kind switch
    {
        MemberKind.Integer => new IntegerMember(rule, slots),
        MemberKind.Number => new NumberMember(rule, slots),
        MemberKind.Money => new MeasureMember(rule, slots, "amount", "currency"),
        MemberKind.Distance => new MeasureMember(rule, slots, "value", "unit"),
        MemberKind.List => new ListMember(rule, slots),
        _ => new TextMember(rule, slots),
    };

    public abstract RowProblem? Write(Utf8JsonWriter json, string?[] values);

    private RowProblem Wrong(string inside, string expected) =>
        new("type", $"data.{rule.Name}{inside}", $"column {Values[0].Columns} must be {expected}");

    private sealed class TextMember(MemberRule rule, ColumnSlots slots) : MemberWriter(rule, slots)
    {
        public override RowProblem? Write(Utf8JsonWriter json, string?[] values)
        {
            if (Values[0].Of(values) is { } text)
            {
                json.WriteString(name, text);
            }

            return null;
        }
    }

    private sealed class IntegerMember(MemberRule rule, ColumnSlots slots) : MemberWriter(rule, slots)
    {
        public override RowProblem? Write(Utf8JsonWriter json, string?[] values)
        {
            if (Values[0].Of(values) is not { } text)
            {
                return null;
            }

            if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            {
                return Wrong(string.Empty, "a whole number");
            }

            json.WriteNumber(name, number);
            return null;
        }
    }

    private sealed class NumberMember(MemberRule rule, ColumnSlots slots) : MemberWriter(rule, slots)
    {
        public override RowProblem? Write(Utf8JsonWriter json, string?[] values)
        {
            if (Values[0].Of(values) is not { } text)
            {
                return null;
            }

            if (!decimal.TryParse(text, NumberStyle, CultureInfo.InvariantCulture, out var number))
            {
                return Wrong(string.Empty, "a number");
            }

            json.WriteNumber(name, number);
            return null;
        }
    }

    private sealed class MeasureMember(MemberRule rule, ColumnSlots slots, string number, string unit) : MemberWriter(rule, slots)
    {
        private readonly JsonEncodedText numberName = JsonEncodedText.Encode(number);
        private readonly JsonEncodedText unitName = JsonEncodedText.Encode(unit);
        private readonly JsonEncodedText unitText = JsonEncodedText.Encode(rule.Unit!);

        public override RowProblem? Write(Utf8JsonWriter json, string?[] values)
        {
            if (Values[0].Of(values) is not { } text)
            {
                return null;
            }

            if (!decimal.TryParse(text, NumberStyle, CultureInfo.InvariantCulture, out var measured))
            {
                return Wrong($".{number}", "a number");
            }

            json.WriteStartObject(name);
            json.WriteNumber(numberName, measured);
            json.WriteString(unitName, unitText);
            json.WriteEndObject();
            return null;
        }
    }

    private sealed class ListMember(MemberRule rule, ColumnSlots slots) : MemberWriter(rule, slots)
    {
        public override RowProblem? Write(Utf8JsonWriter json, string?[] values)
        {
            var isStarted = false;
            foreach (var template in Values)
            {
                foreach (var item in Split(template.Of(values)))
                {
                    if (!isStarted)
                    {
                        json.WriteStartArray(name);
                        isStarted = true;
                    }

                    json.WriteStringValue(item);
                }
            }

            if (isStarted)
            {
                json.WriteEndArray();
            }

            return null;
        }

        private string[] Split(string? text) => text is null
            ? []
            : string.IsNullOrEmpty(rule.Split)
                ? [text]
                : text.Split(rule.Split, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
