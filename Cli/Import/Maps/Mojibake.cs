using System.Text;

namespace AutoCrm.Actors.Cli.Import.Maps;

/// <summary>
/// Undoes UTF-8 that was read as Windows-1252 or Latin-1 and saved again: <c>Ã©</c> is <c>é</c>. Only runs that are
/// whole, valid UTF-8 sequences change; everything else stays as it is.
/// </summary>
internal static class Mojibake
{
    private const int NoByte = -1;

    private static readonly Dictionary<char, int> HighBytes = ReadHighBytes();

    public static string Undo(string text)
    {
        var first = text.AsSpan().IndexOfAnyInRange('\u00C2', '\u00F4');
        if (first < 0)
        {
            return text;
        }

        var repaired = new StringBuilder(text.Length).Append(text, 0, first);
        Span<byte> sequence = stackalloc byte[4];
        for (var at = first; at < text.Length; at++)
        {
            var length = ReadSequence(text.AsSpan(at), sequence);
            if (length > 0 && Rune.DecodeFromUtf8(sequence[..length], out var rune, out var used) == 0 && used == length)
            {
                repaired.Append(rune.ToString());
                at += length - 1;
            }
            else
            {
                repaired.Append(text[at]);
            }
        }

        return repaired.ToString();
    }

    private static int ReadSequence(ReadOnlySpan<char> text, Span<byte> sequence)
    {
        var length = text[0] switch
        {
            >= '\u00C2' and <= '\u00DF' => 2,
            >= '\u00E0' and <= '\u00EF' => 3,
            >= '\u00F0' and <= '\u00F4' => 4,
            _ => 0,
        };
        if (length == 0 || length > text.Length)
        {
            return 0;
        }

        for (var i = 0; i < length; i++)
        {
            var value = ByteOf(text[i]);
            if (value == NoByte)
            {
                return 0;
            }

            sequence[i] = (byte)value;
        }

        return length;
    }

    // Latin-1 gives 0x80 to 0x9F as control characters; Windows-1252 gives most of them as typographic ones.
    private static int ByteOf(char c) => c is >= '\u0080' and <= '\u00FF' ? c : HighBytes.GetValueOrDefault(c, NoByte);

    private static Dictionary<char, int> ReadHighBytes()
    {
        var windows = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;
        return Enumerable.Range(0x80, 0x20).Where(b => windows.GetString([(byte)b])[0] > 0xFF)
            .ToDictionary(b => windows.GetString([(byte)b])[0], b => b);
    }
}
