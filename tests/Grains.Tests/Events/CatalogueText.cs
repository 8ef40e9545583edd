using System.Globalization;
using System.Reflection;
using System.Text;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Grains.Tests.Events;

/// <summary>Writes the catalogue of event types for people, from the types themselves.</summary>
internal sealed class CatalogueText
{
    private readonly EventTexts texts = EventTexts.Load();
    private readonly StringBuilder text = new();
    private readonly SortedDictionary<string, PayloadSchema> objects = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, Type> words = new(StringComparer.Ordinal);

    public static string Write()
    {
        var catalogue = new CatalogueText();
        catalogue.WriteAll([.. EventCatalogue.All.OrderBy(definition => definition.Type, StringComparer.Ordinal)]);
        return catalogue.text.ToString();
    }

    private static string NounOf(EventDefinition definition) => definition.Type.Split('.')[1];

    private static string AnchorOf(string heading) =>
        string.Concat(heading.ToLowerInvariant().Where(c => char.IsAsciiLetterOrDigit(c) || c == '-'));

    private static string WhomOf(EventDefinition definition) => definition.About switch
    {
        Whom.Customer => "The envelope must name the `customer`.",
        Whom.Vehicle => "The envelope must name the `vin`.",
        Whom.CustomerOrVehicle => "The envelope must name the `customer` or the `vin`.",
        Whom.CustomerAndVehicle => "The envelope must name the `customer` and the `vin`.",
        _ => "The envelope need not name anybody.",
    };

    private void WriteAll(EventDefinition[] definitions)
    {
        WriteIntroduction(definitions);
        foreach (var noun in definitions.GroupBy(NounOf))
        {
            Line($"## {noun.Key}").Line();
            foreach (var definition in noun)
            {
                WriteType(definition);
            }
        }

        WriteObjects();
        WriteWords();
    }

    private void WriteIntroduction(EventDefinition[] definitions)
    {
        Line("# The catalogue of events").Line();
        Line("Written from the types in this folder's project by a test; do not edit it. The JSON Schema of each type is served at");
        Line("`GET /schemas/{type}`, their list at `GET /schemas`.").Line();
        Line("A member with `?` may be left out or be null. Members that a type does not know are kept. A text without another bound");
        Line(string.Create(
            CultureInfo.InvariantCulture,
            $"has 1 to {PayloadMember.DefaultTextLength:N0} characters, a list at most {PayloadSchema.MaxItems:N0} elements. **P** marks personal data."));
        Line("Numbers of leads, orders, quotes, appointments, repair orders, claims and cases are the dealership's own and unique");
        Line("within it, and so is the number that it names a `customer` by: the event is about the customer whose id the product makes");
        Line("of both, and keeps the number as the attribute `customernumber`. An id of the product's (`c-` and 26 characters) stays.");
        Line("An event without a dealership names the id.");
        Line("A *derived* type is made by the system alone; whoever sends one gets `forbidden-type`.").Line();
        foreach (var noun in definitions.GroupBy(NounOf))
        {
            Line($"- {noun.Key}: {string.Join(" · ", noun.Select(LinkOf))}");
        }

        Line();
    }

    private static string LinkOf(EventDefinition definition) =>
        $"[{definition.Type.Split('.')[2]}](#{AnchorOf(definition.Type)})";

    private void WriteType(EventDefinition definition)
    {
        Line($"### {definition.Type}").Line();
        Line(texts.Of(definition.Payload) + " " + WhomOf(definition) + (definition.IsDerived ? " *Derived.*" : string.Empty)).Line();
        WriteMembers(definition.Schema);
        Line("```json").Line(GoldenTests.LatestOf(definition.Type)).Line("```").Line();
    }

    private void WriteMembers(PayloadSchema schema)
    {
        Line("| member | what | meaning |");
        Line("| --- | --- | --- |");
        foreach (var member in schema.Members)
        {
            var name = $"`{member.Name}`" + (member.Required ? string.Empty : "?") + (member.IsPersonal ? " **P**" : string.Empty);
            Line($"| {name} | {(member.IsList ? "list of " : string.Empty)}{WhatIs(member)} | {texts.Of(member.Property)} |");
        }

        Line();
    }

    private string WhatIs(PayloadMember member) => member.Kind switch
    {
        PayloadMemberKind.Object => ObjectOf(member) + (member.AllowsBareNumber ? " or number" : string.Empty),
        PayloadMemberKind.Word => WordsOf(member),
        PayloadMemberKind.Text when TextShapes.Expected(member.Shape) is { } shape => shape.Replace('"', '`'),
        PayloadMemberKind.Text when member.MaxLength != PayloadMember.DefaultTextLength =>
            string.Create(CultureInfo.InvariantCulture, $"text, at most {member.MaxLength:N0}"),
        PayloadMemberKind.Text => "text",
        PayloadMemberKind.Integer or PayloadMemberKind.Number =>
            (member.Kind == PayloadMemberKind.Integer ? "whole number" : "number")
            + (member.Range is { } range ? string.Create(CultureInfo.InvariantCulture, $", {range.From:#,0} to {range.To:#,0}") : string.Empty),
        PayloadMemberKind.Boolean => "`true` or `false`",
        PayloadMemberKind.Time => "time with an offset",
        _ => "date",
    };

    private string ObjectOf(PayloadMember member)
    {
        var nested = member.Nested!;
        if (objects.TryAdd(nested.Type.Name, nested))
        {
            // What is in it is to be written too.
            foreach (var inner in nested.Members)
            {
                _ = WhatIs(inner);
            }
        }

        return $"[{nested.Type.Name}](#{AnchorOf(nested.Type.Name)})";
    }

    private string WordsOf(PayloadMember member)
    {
        var few = string.Join(", ", member.Words.Select(word => $"`{word}`"));
        var type = ItemOf(member.Property.PropertyType);
        if (!type.IsEnum)
        {
            return few;
        }

        words.TryAdd(type.Name, type);
        var link = $"[{type.Name}](#{AnchorOf(type.Name)})";
        return member.Words.Length <= 4 ? $"{few} ({link})" : link;
    }

    private static Type ItemOf(Type type)
    {
        var bare = Nullable.GetUnderlyingType(type) ?? type;
        return bare.IsGenericType ? bare.GetGenericArguments()[0] : bare;
    }

    private void WriteObjects()
    {
        Line("## Objects").Line();
        foreach (var (name, schema) in objects.ToArray())
        {
            Line($"### {name}").Line();
            Line(texts.Of(schema.Type)).Line();
            WriteMembers(schema);
        }
    }

    private void WriteWords()
    {
        Line("## Words").Line();
        foreach (var (name, type) in words)
        {
            Line($"### {name}").Line();
            Line(texts.Of(type)).Line();
            Line("| word | meaning |");
            Line("| --- | --- |");
            foreach (var value in type.GetFields(BindingFlags.Public | BindingFlags.Static))
            {
                Line($"| `{WordConverter.WordOf(value)}` | {texts.Of(value)} |");
            }

            Line();
        }

        text.Length--;
    }

    private CatalogueText Line(string line = "")
    {
        text.Append(line).Append('\n');
        return this;
    }
}
