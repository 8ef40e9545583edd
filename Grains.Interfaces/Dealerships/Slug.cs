using System.Security.Cryptography;
using System.Text;

namespace AutoCrm.Actors.Dealerships;

/// <summary>
/// Makes a code of a name: lower-case ASCII letters and digits, words joined by dashes. Where that loses a character
/// (punctuation, other scripts, excess length) a part of the SHA-256 of the name follows, so that names which differ
/// in what was lost keep different codes. Letter case and the width of blanks make no difference.
/// </summary>
public static class Slug
{
    /// <summary>The greatest length of a code.</summary>
    public const int MaxLength = 64;

    private const int HashDigits = 10;
    private const int MaxWords = MaxLength - HashDigits - 1;

    /// <summary>Makes the code of a name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>1 to <see cref="MaxLength"/> of a to z, 0 to 9 and dashes; empty for an empty name.</returns>
    public static string Of(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var words = new StringBuilder(name.Length + HashDigits + 1);
        var whole = new StringBuilder(name.Length);
        var lost = false;
        var gap = false;
        foreach (var c in name.Trim())
        {
            var isBlank = char.IsWhiteSpace(c);
            var isKept = char.IsAsciiLetterOrDigit(c);
            if (isKept && gap && words.Length > 0)
            {
                words.Append('-');
            }

            if (isKept)
            {
                words.Append(char.ToLowerInvariant(c));
            }

            if (!isBlank)
            {
                whole.Append(char.ToLowerInvariant(c));
            }
            else if (whole[^1] != ' ')
            {
                whole.Append(' ');
            }

            gap = !isKept;
            lost |= !isKept && !isBlank;
        }

        if (!lost && words.Length <= MaxWords)
        {
            return words.ToString();
        }

        words.Length = Math.Min(words.Length, MaxWords);
        if (words.Length > 0 && words[^1] != '-')
        {
            words.Append('-');
        }

        return words.Append(Digest(whole.ToString())).ToString();
    }

    private static string Digest(string name) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, HashDigits / 2));
}
