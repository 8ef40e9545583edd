using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Leads.Adf;

/// <summary>
/// Reads leads in ADF/XML 1.0 as forgivingly as a person does: any usual encoding, without prolog or envelope, in
/// capitals, with prefixes, escaped once too often, not closed. It refuses document types, and follows no reference.
/// </summary>
public static class AdfReader
{
    /// <summary>The most bytes of a document.</summary>
    public const int MaxBytes = 2 * 1024 * 1024;

    /// <summary>The most leads in a document.</summary>
    public const int MaxProspects = 1000;

    private const int MaxWrappings = 2;

    /// <summary>Reads a document. Never throws on content.</summary>
    /// <param name="bytes">The document.</param>
    /// <param name="charset">What the transport calls its encoding, or null.</param>
    /// <returns>What it says, or why it cannot be read.</returns>
    public static AdfDocument Read(ReadOnlyMemory<byte> bytes, string? charset = null)
    {
        if (bytes.Length > MaxBytes)
        {
            return Unreadable(new EventProblem("too-long", string.Empty, $"is longer than {MaxBytes} bytes"));
        }

        var text = AdfEncoding.Decode(bytes.Span, charset, out var encoding);
        for (var wrapping = 0; ; wrapping++)
        {
            var root = LooseXml.Read(text, out var problem);
            if (problem is not null)
            {
                return Unreadable(problem);
            }

            var prospects = Prospects(root).Take(MaxProspects + 1).ToImmutableArray();
            if (prospects.Length > MaxProspects)
            {
                return Unreadable(new EventProblem("too-many", string.Empty, $"has more than {MaxProspects} leads"));
            }

            if (prospects.Length > 0)
            {
                return new AdfDocument(null, [.. prospects.Select((_, index) => Item(prospects, index, text, wrapping == 0 ? encoding : Encoding.UTF8, bytes))]);
            }

            if (wrapping == MaxWrappings || Wrapped(root) is not { } inside)
            {
                return Unreadable(new EventProblem(
                    "unreadable", string.Empty, "has no lead in it: expected the element prospect, with customer, vehicle and vendor"));
            }

            text = inside;
        }
    }

    private static AdfDocument Unreadable(EventProblem problem) => new(problem, []);

    // Without a prospect, whatever holds a customer is meant as one.
    private static IEnumerable<LooseElement> Prospects(LooseElement root)
    {
        var named = root.Outermost("prospect");
        return named.Any() ? named : root.Outermost("customer").Any() ? Holders(root) : [];
    }

    private static IEnumerable<LooseElement> Holders(LooseElement element) => element.Children.Any(child => child.Name == "customer")
        ? [element]
        : element.Children.SelectMany(Holders);

    // A whole document as the text of another: escaped, or as character data.
    private static string? Wrapped(LooseElement root)
    {
        var text = new StringBuilder();
        root.CollectText(text);
        var inside = text.ToString();
        return inside.Contains("<adf", StringComparison.OrdinalIgnoreCase) || inside.Contains("<prospect", StringComparison.OrdinalIgnoreCase)
            ? inside
            : null;
    }

    private static AdfItem Item(ImmutableArray<LooseElement> prospects, int index, string text, Encoding encoding, ReadOnlyMemory<byte> bytes)
    {
        var element = prospects[index];
        var raw = prospects.Length == 1 ? bytes : encoding.GetBytes(text[element.Start..element.End]);
        var prospect = ProspectReader.Read(element);
        var id = prospect.Ids.IsEmpty ? null : prospect.Ids[0].Value;
        if (prospect.Customer.CanBeReached)
        {
            return new AdfItem(prospect, null, id, raw);
        }

        var place = string.Create(CultureInfo.InvariantCulture, $"prospect[{index}].customer.contact");
        var why = "has no telephone number, no e-mail address and no postal address, so nobody could answer"
            + (prospect.EndsEarly ? "; the document ends in the middle of the lead" : string.Empty);
        return new AdfItem(null, new EventProblem("required", place, why), id, raw);
    }
}
