using System.Text;

namespace AutoCrm.Actors.Leads.Adf;

/// <summary>An element of a document that was read loosely: names in lower case and without prefix, text decoded.</summary>
internal sealed class LooseElement(string name, int start)
{
    private static readonly IReadOnlyDictionary<string, string> NoAttributes = new Dictionary<string, string>();

    private readonly List<LooseElement> children = [];
    private Dictionary<string, string>? attributes;
    private StringBuilder? text;

    public string Name { get; } = name;

    /// <summary>Where its start tag begins in the text.</summary>
    public int Start { get; } = start;

    /// <summary>Where it ends in the text.</summary>
    public int End { get; set; } = start;

    /// <summary>Whether the text ended before it was closed.</summary>
    public bool IsCut { get; set; }

    public IReadOnlyList<LooseElement> Children => children;

    public IReadOnlyDictionary<string, string> Attributes => attributes ?? NoAttributes;

    /// <summary>Its own text, without its children's.</summary>
    public string Text => text?.ToString() ?? string.Empty;

    public void Add(LooseElement child) => children.Add(child);

    public void AddText(ReadOnlySpan<char> more)
    {
        if (text is not null || !more.IsWhiteSpace())
        {
            (text ??= new StringBuilder(more.Length)).Append(more);
        }
    }

    public void AddAttribute(string attribute, string value) =>
        (attributes ??= new Dictionary<string, string>(StringComparer.Ordinal)).TryAdd(attribute, value);

    public string? Attribute(string attribute) => Attributes.GetValueOrDefault(attribute);

    /// <summary>The elements of a name anywhere below, outermost only, in the document's order.</summary>
    public IEnumerable<LooseElement> Outermost(string wanted)
    {
        foreach (var child in children)
        {
            if (child.Name == wanted)
            {
                yield return child;
                continue;
            }

            foreach (var below in child.Outermost(wanted))
            {
                yield return below;
            }
        }
    }

    /// <summary>The nearest element below that has one of the names; the earlier name and the lesser depth win.</summary>
    /// <param name="names">The names.</param>
    /// <param name="apart">Elements that speak of something else: what is below them does not count.</param>
    public LooseElement? Nearest(ReadOnlySpan<string> names, ReadOnlySpan<string> apart = default)
    {
        foreach (var wanted in names)
        {
            if (Nearest(wanted, apart) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>The text of the element and of everything below it, in the document's order as far as it is known.</summary>
    public void CollectText(StringBuilder into)
    {
        into.Append(text);
        foreach (var child in children)
        {
            child.CollectText(into);
        }
    }

    private LooseElement? Nearest(string wanted, ReadOnlySpan<string> apart)
    {
        List<LooseElement> level = [this];
        while (level.Count > 0)
        {
            var next = new List<LooseElement>();
            foreach (var child in level.SelectMany(element => element.children))
            {
                if (child.Name == wanted)
                {
                    return child;
                }

                if (child.children.Count > 0 && !apart.Contains(child.Name))
                {
                    next.Add(child);
                }
            }

            level = next;
        }

        return null;
    }
}
