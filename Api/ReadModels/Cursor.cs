using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace AutoCrm.Actors.Api.ReadModels;

/// <summary>Opaque keyset cursors: base64url of the sort key's parts.</summary>
internal static class Cursor
{
    private const int MaxLength = 2048;

    public static string Of(params string[] parts) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(parts));

    public static bool TryRead(string text, int parts, out string[] key)
    {
        key = [];
        if (text.Length is 0 or > MaxLength || !Base64Url.IsValid(text))
        {
            return false;
        }

        try
        {
            key = JsonSerializer.Deserialize<string[]>(Base64Url.DecodeFromChars(text)) ?? [];
        }
        catch (JsonException)
        {
            return false;
        }

        return key.Length == parts && Array.TrueForAll(key, IsKeyPart);
    }

    // A forged cursor must not reach PostgreSQL with what a text column cannot hold.
    private static bool IsKeyPart(string? part) =>
        part is not null && !part.Contains('\0', StringComparison.Ordinal) && Encoding.UTF8.GetByteCount(part) <= MaxLength && IsWellFormed(part);

    private static bool IsWellFormed(string part) => !part.EnumerateRunes().Any(rune => rune == Rune.ReplacementChar);
}
