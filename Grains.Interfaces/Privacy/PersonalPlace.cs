using System.Buffers.Text;
using System.Text;

namespace AutoCrm.Actors.Privacy;

/// <summary>
/// Encrypts and reads personal texts of one record (an event, a row) with one key. The stored form is
/// <c>enc:1:</c> and the base64url of nonce, cipher text and tag; the record and the member are bound to it.
/// </summary>
public sealed class PersonalPlace
{
    private readonly DataKey key;
    private readonly string place;

    private PersonalPlace(DataKey key, string place)
    {
        this.key = key;
        this.place = place;
    }

    /// <summary>How every encrypted text begins; the number is the version of the form.</summary>
    public static ReadOnlySpan<byte> Mark => "enc:1:"u8;

    /// <summary>An event.</summary>
    /// <param name="key">The customer's key, or that for events without a customer.</param>
    /// <param name="customer">The customer's id.</param>
    /// <param name="source">The event's source.</param>
    /// <param name="id">The event's id.</param>
    /// <returns>Where its personal members are.</returns>
    public static PersonalPlace OfEvent(DataKey key, string? customer, string source, string id)
    {
        ArgumentNullException.ThrowIfNull(key);
        return new PersonalPlace(key, $"event\n{customer}\n{source}\n{id}\n");
    }

    /// <summary>A customer's row.</summary>
    /// <param name="key">The customer's key.</param>
    /// <param name="customer">The customer's id.</param>
    /// <returns>Where its personal columns are.</returns>
    public static PersonalPlace OfRow(DataKey key, string customer)
    {
        ArgumentNullException.ThrowIfNull(key);
        return new PersonalPlace(key, $"row\n{customer}\n");
    }

    /// <summary>Encrypts a member.</summary>
    /// <param name="member">Its path.</param>
    /// <param name="plain">Its value.</param>
    /// <returns>The stored form, ASCII.</returns>
    public byte[] Seal(string member, ReadOnlySpan<byte> plain) => FormOf(key.Seal(plain, Bytes(member)));

    /// <summary>Encrypts a member so that the same value has the same stored form.</summary>
    /// <param name="member">Its path.</param>
    /// <param name="plain">Its value.</param>
    /// <returns>The stored form.</returns>
    public string SealAlike(string member, string plain) =>
        Encoding.ASCII.GetString(FormOf(key.SealAlike(Encoding.UTF8.GetBytes(plain), Bytes(member))));

    /// <summary>Reads a member.</summary>
    /// <param name="member">Its path.</param>
    /// <param name="stored">The stored form.</param>
    /// <returns>Its value; null if it was not encrypted by this key for this place, or is damaged.</returns>
    public byte[]? Open(string member, ReadOnlySpan<byte> stored)
    {
        if (!stored.StartsWith(Mark) || !Base64Url.IsValid(stored[Mark.Length..], out var length))
        {
            return null;
        }

        var encrypted = new byte[length];
        Base64Url.DecodeFromUtf8(stored[Mark.Length..], encrypted);
        return key.Open(encrypted, Bytes(member));
    }

    /// <summary>Reads a member that is a text.</summary>
    /// <param name="member">Its path.</param>
    /// <param name="stored">The stored form.</param>
    /// <returns>Its value; null if it cannot be read.</returns>
    public string? Open(string member, string stored) =>
        Open(member, Encoding.UTF8.GetBytes(stored)) is { } plain ? Encoding.UTF8.GetString(plain) : null;

    private byte[] Bytes(string member) => Encoding.UTF8.GetBytes(place + member);

    private static byte[] FormOf(byte[] encrypted)
    {
        var form = new byte[Mark.Length + Base64Url.GetEncodedLength(encrypted.Length)];
        Mark.CopyTo(form);
        Base64Url.EncodeToUtf8(encrypted, form.AsSpan(Mark.Length));
        return form;
    }
}
