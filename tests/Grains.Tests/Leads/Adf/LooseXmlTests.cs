using System.Xml.Linq;
using AutoCrm.Actors.Leads.Adf;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace AutoCrm.Actors.Grains.Tests.Leads.Adf;

/// <summary>What is well-formed XML is read as any reader of XML reads it.</summary>
public sealed class LooseXmlTests
{
    private static readonly Gen<string> AnyText = Gen.Elements(
        "plain", "a & b", "1 < 2 > 0", "\"quoted\"", "it's", "]]>", "&amp;", "é ü 李", "😀", " spaced  out ", "-->", "<?x?>", "\n");

    private static readonly Gen<XElement> AnyElement = Gen.Sized(size => ElementOf(Math.Min(size, 4)));

    [Fact]
    public void Well_formed_documents_are_read_exactly() =>
        Prop.ForAll(AnyElement.ToArbitrary(), element =>
        {
            var text = new XDocument(new XComment(" made up "), element).ToString(SaveOptions.DisableFormatting);
            var read = LooseXml.Read(text, out var problem);
            return problem is null && read.Children.Count == 1 && Same(element, read.Children[0]);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void No_text_whatever_makes_it_throw() =>
        Prop.ForAll(
            Gen.Elements("<", ">", "/", "</", "/>", "<!", "<?", "?>", "<!--", "-->", "<![CDATA[", "]]>", "=", "\"", "'", "“", "&", "&#", ";", "adf", "prospect", "a:b", " ", "\0", "\uD800")
                .ListOf().Select(string.Concat).ToArbitrary(),
            text =>
            {
                var root = LooseXml.Read(text, out _);
                return root.Children.All(child => child.Start >= 0 && child.End <= text.Length && child.Start <= child.End);
            }).QuickCheckThrowOnFailure();

    // Names that ADF does not know: for its own there are rules of closing that XML does not have.
    private static Gen<XElement> ElementOf(int depth) =>
        from name in Gen.Elements("a", "b", "c", "data")
        from attributes in Gen.Elements("k", "part", "type").ListOf().Select(names => names.Distinct())
        from value in AnyText
        from content in ContentOf(depth)
        select new XElement(name, attributes.Select(attribute => new XAttribute(attribute, value)), content);

    private static Gen<IEnumerable<object>> ContentOf(int depth)
    {
        var text = AnyText.Select(words => (object)new XText(words));
        var data = AnyText.Where(words => words != "]]>").Select(words => (object)new XCData(words));
        var child = depth == 0 ? text : ElementOf(depth - 1).Select(element => (object)element);
        return Gen.OneOf(text, data, child).ListOf(3).Select(items => (IEnumerable<object>)items);
    }

    private static bool Same(XElement element, LooseElement read) =>
        element.Name.LocalName == read.Name
        && element.Attributes().All(attribute => Normal(attribute.Value) == Normal(read.Attribute(attribute.Name.LocalName)!))
        && TextOf(element).Trim() == read.Text.Trim()
        && element.Elements().Count() == read.Children.Count
        && element.Elements().Zip(read.Children).All(pair => Same(pair.First, pair.Second));

    // XML itself makes a blank of a line end in an attribute.
    private static string Normal(string value) => value.Replace('\n', ' ');

    private static string TextOf(XElement element) => string.Concat(element.Nodes().OfType<XText>().Select(node => node.Value));
}
