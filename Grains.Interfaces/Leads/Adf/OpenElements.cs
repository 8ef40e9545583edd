using System.Collections.Frozen;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Leads.Adf;

/// <summary>The elements that are open while a document is read, and the rules by which they are closed.</summary>
internal sealed class OpenElements(int length)
{
    /// <summary>The deepest nesting that is read; ADF itself needs seven.</summary>
    public const int MaxDepth = 64;

    /// <summary>The most elements that are read.</summary>
    public const int MaxElements = 100_000;

    /// <summary>The most attributes of an element that are kept.</summary>
    public const int MaxAttributes = 32;

    private static readonly FrozenSet<string> Sections =
        FrozenSet.ToFrozenSet(["vehicle", "customer", "vendor", "provider"], StringComparer.Ordinal);

    // Elements that hold text alone. One that is not closed ends where the next element of ADF begins.
    private static readonly FrozenSet<string> Texts = FrozenSet.ToFrozenSet(
        [
            "requestdate", "year", "make", "model", "vin", "stock", "trim", "doors", "bodystyle", "transmission", "odometer",
            "condition", "interiorcolor", "exteriorcolor", "preference", "imagetag", "price", "pricecomments", "optionname",
            "manufacturercode", "weighting", "method", "amount", "balance", "email", "phone", "street", "apartment", "city",
            "regioncode", "postalcode", "country", "vendorname", "url", "service", "comments", "id", "description",
            "earliestdate", "latestdate",
        ],
        StringComparer.Ordinal);

    private static readonly FrozenSet<string> Prose = FrozenSet.ToFrozenSet(["comments", "pricecomments", "description"], StringComparer.Ordinal);

    private static readonly FrozenSet<string> Known = FrozenSet.ToFrozenSet(
        Texts.Concat(Sections).Concat(["adf", "prospect", "contact", "name", "address", "colorcombination", "option", "finance", "timeframe"]),
        StringComparer.Ordinal);

    private readonly List<LooseElement> path = [new LooseElement(string.Empty, 0)];
    private int count;

    public LooseElement Root => path[0];

    private LooseElement Innermost => path[^1];

    public void AddText(ReadOnlySpan<char> text) => Innermost.AddText(text);

    /// <summary>Whether a tag of this name is mark-up within somebody's words, such as a line break.</summary>
    public bool IsMarkup(string name) => Prose.Contains(Innermost.Name) && !Known.Contains(name);

    public EventProblem? Add(LooseElement element, bool isEmpty, int end)
    {
        CloseBefore(element.Name, element.Start);
        if (path.Count > MaxDepth)
        {
            return new EventProblem("too-deep", string.Empty, $"is nested deeper than {MaxDepth} elements");
        }

        if (++count > MaxElements)
        {
            return new EventProblem("too-many", string.Empty, $"has more than {MaxElements} elements");
        }

        Innermost.Add(element);
        element.End = end;
        if (!isEmpty)
        {
            path.Add(element);
        }

        return null;
    }

    /// <summary>Closes the innermost element of a name and all within it; an end tag without a beginning is passed over.</summary>
    public void Close(string name, int end)
    {
        var index = path.FindLastIndex(element => element.Name == name);
        if (index > 0)
        {
            CloseFrom(index, end);
        }
    }

    public void CloseAll()
    {
        foreach (var element in path)
        {
            element.IsCut = true;
        }

        CloseFrom(1, length);
    }

    private void CloseBefore(string name, int start)
    {
        if (name == "prospect" || Sections.Contains(name))
        {
            var isSection = name != "prospect";
            var outer = path.FindLastIndex(element => isSection ? Sections.Contains(element.Name) : element.Name == name);
            if (outer > 0)
            {
                CloseFrom(outer, start);
            }
        }

        while (Known.Contains(name) && Texts.Contains(Innermost.Name))
        {
            CloseFrom(path.Count - 1, start);
        }
    }

    private void CloseFrom(int index, int end)
    {
        for (var i = path.Count - 1; i >= index; i--)
        {
            path[i].End = end;
            path.RemoveAt(i);
        }
    }
}
