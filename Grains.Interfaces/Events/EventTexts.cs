using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace AutoCrm.Actors.Events;

/// <summary>
/// What the catalogue says about types and members: the documentation comments of their records, from the file that the
/// compiler writes beside the assembly. So the catalogue says what the code says.
/// </summary>
public sealed partial class EventTexts
{
    private readonly Dictionary<string, XElement> members;

    private EventTexts(Dictionary<string, XElement> members) => this.members = members;

    /// <summary>Reads the documentation file.</summary>
    /// <returns>The texts.</returns>
    /// <exception cref="FileNotFoundException">There is no documentation file beside the assembly.</exception>
    public static EventTexts Load() => new(XDocument.Load(Path.ChangeExtension(typeof(EventTexts).Assembly.Location, ".xml"))
        .Descendants("member")
        .ToDictionary(member => member.Attribute("name")!.Value, StringComparer.Ordinal));

    /// <summary>What a record or an enumeration is.</summary>
    /// <param name="type">The type.</param>
    /// <returns>A text with code in back quotes.</returns>
    public string Of(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        // The platform's own enumeration is not in our documentation file.
        return type == typeof(DayOfWeek) ? "A day of the week." : Read(Member('T', type.FullName!)?.Element("summary"), type.Name);
    }

    /// <summary>What a member of a record is.</summary>
    /// <param name="property">The record's property.</param>
    /// <returns>A text with code in back quotes.</returns>
    public string Of(PropertyInfo property)
    {
        ArgumentNullException.ThrowIfNull(property);
        var owner = property.DeclaringType!.FullName!;

        // A positional record documents its properties as parameters.
        var text = Member('P', $"{owner}.{property.Name}")?.Element("summary")
            ?? Member('T', owner)?.Elements("param").FirstOrDefault(param => param.Attribute("name")?.Value == property.Name);
        return Read(text, $"{owner}.{property.Name}");
    }

    /// <summary>What a value of an enumeration is.</summary>
    /// <param name="value">The value's field.</param>
    /// <returns>A text with code in back quotes.</returns>
    public string Of(FieldInfo value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.DeclaringType == typeof(DayOfWeek) ? $"{value.Name}." : Read(Member('F', $"{value.DeclaringType!.FullName}.{value.Name}")?.Element("summary"), value.Name);
    }

    private static string Read(XElement? text, string of) => text is null
        ? throw new InvalidOperationException($"{of} is not documented.")
        : Blanks().Replace(string.Concat(text.Nodes().Select(Read)), " ").Trim();

    private static string Read(XNode node) => node switch
    {
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement { Name.LocalName: "see" } see => NameIn(see.Attribute("cref")!.Value),
        XElement other => other.Value,
        XText plain => plain.Value,
        _ => string.Empty,
    };

    private static string NameIn(string reference) => reference[(reference.LastIndexOf('.') + 1)..];

    [GeneratedRegex("\\s+")]
    private static partial Regex Blanks();

    private XElement? Member(char kind, string name) => members.GetValueOrDefault($"{kind}:{name.Replace('+', '.')}");
}
