using System.Text;

namespace AutoCrm.Actors.Leads.Adf;

/// <summary>
/// Finds out how the bytes of a document are to be read: byte order mark, then what the transport says, then what the
/// document says, and neither is believed where the bytes contradict it.
/// </summary>
internal static class AdfEncoding
{
    private const int PrologBytes = 512;
    private const int Windows1252 = 1252;

    private static readonly Encoding Utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly Encoding Western = CodePagesEncodingProvider.Instance.GetEncoding(Windows1252)!;

    /// <summary>Reads a document's text.</summary>
    /// <param name="bytes">The document.</param>
    /// <param name="charset">What the transport calls the encoding, or null.</param>
    /// <param name="encoding">How it was read; turns text back into the document's bytes.</param>
    /// <returns>The text, without a byte order mark.</returns>
    public static string Decode(ReadOnlySpan<byte> bytes, string? charset, out Encoding encoding)
    {
        if (OfMark(bytes, out var mark) is { } marked)
        {
            encoding = marked;
            return marked.GetString(bytes[mark..]);
        }

        if (OfZeros(bytes) is { } wide)
        {
            encoding = wide;
            return wide.GetString(bytes);
        }

        var stated = Find(charset) ?? Find(Declared(bytes));
        Encoding[] candidates = stated is null || stated.CodePage == Windows1252 ? [Utf8] : [stated, Utf8];
        foreach (var candidate in candidates)
        {
            try
            {
                encoding = candidate;
                return candidate.GetString(bytes);
            }
            catch (DecoderFallbackException)
            {
                // Not what it says it is.
            }
        }

        encoding = Western;
        return Western.GetString(bytes);
    }

    private static Encoding? OfMark(ReadOnlySpan<byte> bytes, out int mark)
    {
        mark = bytes switch
        {
            [0xEF, 0xBB, 0xBF, ..] => 3,
            [0xFF, 0xFE, 0, 0, ..] or [0, 0, 0xFE, 0xFF, ..] => 4,
            [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] => 2,
            _ => 0,
        };
        return (mark, mark > 0 ? bytes[0] : 0) switch
        {
            (3, _) => new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            (4, 0) => new UTF32Encoding(bigEndian: true, byteOrderMark: false),
            (4, _) => new UTF32Encoding(bigEndian: false, byteOrderMark: false),
            (2, 0xFE) => new UnicodeEncoding(bigEndian: true, byteOrderMark: false),
            (2, _) => new UnicodeEncoding(bigEndian: false, byteOrderMark: false),
            _ => null,
        };
    }

    // A lead begins with ASCII: a zero in its first pair of bytes says which half of each pair comes first.
    private static UnicodeEncoding? OfZeros(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0, not 0, 0, not 0, ..] => new UnicodeEncoding(bigEndian: true, byteOrderMark: false),
        [not 0, 0, not 0, 0, ..] => new UnicodeEncoding(bigEndian: false, byteOrderMark: false),
        _ => null,
    };

    private static string? Declared(ReadOnlySpan<byte> bytes)
    {
        var prolog = Encoding.ASCII.GetString(bytes[..Math.Min(bytes.Length, PrologBytes)]);
        var at = prolog.IndexOf("encoding", StringComparison.OrdinalIgnoreCase);
        if (at < 0 || prolog.AsSpan(0, at).Contains('>'))
        {
            return null;
        }

        var name = prolog.AsSpan(at + "encoding".Length).TrimStart(" =\"'?\t\r\n");
        var length = 0;
        while (length < name.Length && (char.IsAsciiLetterOrDigit(name[length]) || name[length] is '-' or '_'))
        {
            length++;
        }

        return name[..length].ToString();
    }

    // What calls itself Latin-1 or ASCII is Windows-1252 in practice. Bytes that are UTF-8 are never meant as Latin text.
    private static Encoding? Find(string? name)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            return null;
        }

        var wanted = name.Trim().Trim('"', '\'').ToLowerInvariant();
        return wanted switch
        {
            "utf-8" or "utf8" => Utf8,
            "iso-8859-1" or "iso8859-1" or "latin1" or "latin-1" or "us-ascii" or "ascii" or "windows-1252" or "cp1252" => Western,
            // The bytes have no zeros where these would have them.
            _ when wanted.StartsWith("utf-16", StringComparison.Ordinal) || wanted.StartsWith("utf-32", StringComparison.Ordinal) => null,
            _ => FindCodePage(wanted),
        };
    }

    private static Encoding? FindCodePage(string name)
    {
        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(name, EncoderFallback.ReplacementFallback, DecoderFallback.ExceptionFallback);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
