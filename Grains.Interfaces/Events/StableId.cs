using System.Security.Cryptography;
using System.Text;

namespace AutoCrm.Actors.Events;

/// <summary>Ids that follow from what they name: made again, from the same text, they are the same. They never change.</summary>
public static class StableId
{
    private const int Bytes = 16;

    /// <summary>The first half of SHA-256 over a text.</summary>
    /// <param name="text">What the id names; its parts are set apart by line feeds.</param>
    /// <returns>32 hexadecimal digits, lower case.</returns>
    public static string Of(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(..Bytes));
}
