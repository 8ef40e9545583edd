using System.Buffers;
using System.Net;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Leads.Adf;

/// <summary>
/// Reads XML as forgivingly as a person does: case and prefixes of names do not matter, what is not closed is closed
/// where the next part begins, what makes no sense is text. It has no entities but characters, follows no reference and
/// refuses document types, so there is nothing in it that a document could make grow. One pass, linear in the text.
/// </summary>
internal sealed class LooseXml
{
    private static readonly SearchValues<char> NameEnd = SearchValues.Create(" \t\r\n/><=\"'");
    private static readonly SearchValues<char> Space = SearchValues.Create(" \t\r\n\u00A0\u0085");
    private static readonly SearchValues<char> UnquotedEnd = SearchValues.Create(" \t\r\n><");

    private readonly string text;
    private readonly OpenElements open;
    private int at;
    private bool hasNoInstructionEnd;

    private LooseXml(string text)
    {
        this.text = text;
        open = new OpenElements(text.Length);
    }

    /// <summary>Reads a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="problem">Why it is refused, or null.</param>
    /// <returns>An element without a name that holds what stands at the top of the text.</returns>
    public static LooseElement Read(string text, out EventProblem? problem)
    {
        var reader = new LooseXml(text);
        problem = reader.ReadAll();
        return reader.open.Root;
    }

    private EventProblem? ReadAll()
    {
        EventProblem? problem = null;
        while (problem is null && at < text.Length)
        {
            problem = ReadNext();
        }

        open.CloseAll();
        return problem;
    }

    private EventProblem? ReadNext()
    {
        var rest = text.AsSpan(at);
        if (rest[0] != '<')
        {
            ReadText();
            return null;
        }

        switch (rest)
        {
            case var _ when rest.StartsWith("<!--"):
                SkipBehind("-->", at + 4);
                return null;
            case var _ when rest.StartsWith("<![CDATA["):
                ReadCharacterData();
                return null;
            case ['<', '!', ..]:
                return ReadDeclaration(rest);
            case ['<', '?', ..]:
                SkipInstruction();
                return null;
            case ['<', '/', ..]:
                ReadEndTag();
                return null;
            case ['<', var first, ..] when char.IsLetter(first) || first is '_' or ':':
                return ReadStartTag();
            default:
                open.AddText("<");
                at++;
                return null;
        }
    }

    private void ReadText()
    {
        var end = EndOf(text.AsSpan(at).IndexOf('<'));
        var run = text[at..end];
        open.AddText(run.Contains('&', StringComparison.Ordinal) ? WebUtility.HtmlDecode(run) : run);
        at = end;
    }

    private void ReadCharacterData()
    {
        var from = at + 9;
        var end = text.IndexOf("]]>", from, StringComparison.Ordinal);
        open.AddText(text.AsSpan(from, (end < 0 ? text.Length : end) - from));
        at = end < 0 ? text.Length : end + 3;
    }

    // An internal subset could define entities, an external one would be fetched: neither is ever needed for a lead.
    private EventProblem? ReadDeclaration(ReadOnlySpan<char> rest)
    {
        foreach (var word in (ReadOnlySpan<string>)["<!DOCTYPE", "<!ENTITY", "<!ELEMENT", "<!ATTLIST", "<!NOTATION"])
        {
            if (rest.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            {
                return new EventProblem("document-type", string.Empty, "has a document type declaration (DTD); send it without one");
            }
        }

        SkipBehind(">", at + 2);
        return null;
    }

    private void SkipInstruction()
    {
        // Looked for once: a text full of broken instructions would be searched to its end for each of them.
        if (!hasNoInstructionEnd)
        {
            var end = text.IndexOf("?>", at, StringComparison.Ordinal);
            hasNoInstructionEnd = end < 0;
            if (end >= 0)
            {
                at = end + 2;
                return;
            }
        }

        SkipBehind(">", at + 2);
    }

    private void SkipBehind(string end, int from)
    {
        var found = from < text.Length ? text.IndexOf(end, from, StringComparison.Ordinal) : -1;
        at = found < 0 ? text.Length : found + end.Length;
    }

    private void ReadEndTag()
    {
        at += 2;
        var name = ReadName();
        var rest = text.AsSpan(at);
        var end = rest.IndexOfAny('>', '<');
        at = EndOf(end) + (end >= 0 && rest[end] == '>' ? 1 : 0);
        open.Close(name, at);
    }

    private EventProblem? ReadStartTag()
    {
        var start = at++;
        var element = new LooseElement(ReadName(), start);
        var isEmpty = ReadAttributes(element);
        if (open.IsMarkup(element.Name))
        {
            open.AddText(text.AsSpan(start..at));
            return null;
        }

        return open.Add(element, isEmpty, at);
    }

    /// <summary>Reads to the end of a start tag.</summary>
    /// <returns>Whether the element ends with the tag.</returns>
    private bool ReadAttributes(LooseElement element)
    {
        while (SkipSpace())
        {
            switch (text[at])
            {
                case '>':
                    at++;
                    return false;
                case '/' when at + 1 < text.Length && text[at + 1] == '>':
                    at += 2;
                    return true;
                case '<':
                    return false;
                case '/' or '=' or '"' or '\'':
                    at++;
                    break;
                default:
                    ReadAttribute(element);
                    break;
            }
        }

        return false;
    }

    private void ReadAttribute(LooseElement element)
    {
        var name = ReadName();
        var value = string.Empty;
        if (SkipSpace() && text[at] == '=')
        {
            at++;
            value = SkipSpace() ? ReadValue() : string.Empty;
        }

        if (element.Attributes.Count < OpenElements.MaxAttributes)
        {
            element.AddAttribute(name, WebUtility.HtmlDecode(value));
        }
    }

    // XML allows no < in a value: a quote that has no partner before it was forgotten.
    private string ReadValue()
    {
        var quotes = text[at] switch
        {
            '"' => "\"",
            '\'' => "'",
            '\u201C' or '\u201D' => "\u201D\u201C",
            _ => string.Empty,
        };
        if (quotes.Length > 0)
        {
            var inside = text.AsSpan(at + 1);
            var end = inside.IndexOfAny(quotes[0], quotes[^1], '<');
            if (end >= 0 && inside[end] != '<')
            {
                at += end + 2;
                return inside[..end].ToString();
            }

            at++;
        }

        var rest = text.AsSpan(at);
        var length = rest.IndexOfAny(UnquotedEnd);
        var value = length < 0 ? rest : rest[..length];
        if (value is [.., '/'] && at + value.Length < text.Length && text[at + value.Length] == '>')
        {
            value = value[..^1];
        }

        at += value.Length;
        return value.ToString();
    }

    private string ReadName()
    {
        var rest = text.AsSpan(at);
        var length = rest.IndexOfAny(NameEnd);
        var name = length < 0 ? rest : rest[..length];
        at += name.Length;
        if (name.Length == 0 && at < text.Length && text[at] is not ('>' or '<'))
        {
            at++;
        }

        var local = name[(name.LastIndexOf(':') + 1)..];
        return local.ToString().ToLowerInvariant();
    }

    private bool SkipSpace()
    {
        var length = text.AsSpan(at).IndexOfAnyExcept(Space);
        at = EndOf(length);
        return at < text.Length;
    }

    private int EndOf(int length) => length < 0 ? text.Length : at + length;
}
