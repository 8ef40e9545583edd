using System.Text.Json;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Privacy;

/// <summary>
/// How the log holds the personal data of an event. The value of each member that is marked personal is replaced by an
/// encrypted text; what the catalogue does not know (members, or all of an unknown type's data) goes encrypted into one
/// member <c>$enc</c>, names and all, because it may be personal. The rest stays readable.
/// </summary>
public static class PersonalData
{
    /// <summary>The member that holds what is not known, encrypted.</summary>
    public const string Unknown = "$enc";

    /// <summary>The root of the paths of an event's data.</summary>
    private const string Data = "data";

    private const string Attributes = "attributes";

    /// <summary>Whether a known type has personal members, so that its payload has to be opened before it can be read.</summary>
    /// <param name="type">The event type.</param>
    /// <returns>False for unknown types too: their payload is not read.</returns>
    public static bool IsIn(string type) => PersonalShape.Of(type)?.HasPersonal == true;

    /// <summary>Whether something of the data has to be encrypted.</summary>
    /// <param name="type">The event type.</param>
    /// <param name="data">The data as they were sent.</param>
    /// <returns>Whether <see cref="Seal"/> would change them.</returns>
    public static bool IsIn(string type, ReadOnlySpan<byte> data) => PersonalSearch.Finds(data, PersonalShape.Of(type));

    /// <summary>Whether something of the other attributes has to be encrypted.</summary>
    /// <param name="attributes">The attributes.</param>
    /// <returns>Whether <see cref="SealAttributes"/> would change them.</returns>
    public static bool IsInAttributes(ReadOnlySpan<byte> attributes) => PersonalSearch.Finds(attributes, PersonalShape.Attributes);

    /// <summary>Encrypts what is personal.</summary>
    /// <param name="type">The event type.</param>
    /// <param name="data">The data as they were sent.</param>
    /// <param name="place">The event with its key; null if the key was destroyed: then it is left out.</param>
    /// <returns>The data as they are stored.</returns>
    public static byte[] Seal(string type, ReadOnlySpan<byte> data, PersonalPlace? place) =>
        new PersonalWriter(place, isOpening: false).Write(data, PersonalShape.Of(type), Data);

    /// <summary>Encrypts what is personal, or may be, of the other attributes.</summary>
    /// <param name="attributes">The attributes as they were sent.</param>
    /// <param name="place">The event with its key; null if the key was destroyed: then it is left out.</param>
    /// <returns>The attributes as they are stored.</returns>
    public static byte[] SealAttributes(ReadOnlySpan<byte> attributes, PersonalPlace? place) =>
        new PersonalWriter(place, isOpening: false).Write(attributes, PersonalShape.Attributes, Attributes);

    /// <summary>Decrypts what is personal.</summary>
    /// <param name="type">The event type.</param>
    /// <param name="data">The data as they are stored.</param>
    /// <param name="place">The event with its key; null if there is none any more, or the reader may not know.</param>
    /// <param name="forDisplay">Whether a required member may be left out too.</param>
    /// <returns>
    /// The data. Without a key, personal members are left out; a required one is an empty text, so that the payload can
    /// still be read.
    /// </returns>
    /// <exception cref="JsonException">A member cannot be decrypted with the key: it was changed, or moved from elsewhere.</exception>
    public static byte[] Open(string type, ReadOnlySpan<byte> data, PersonalPlace? place, bool forDisplay = false) =>
        new PersonalWriter(place, isOpening: true, keepsRequired: !forDisplay).Write(data, PersonalShape.Of(type), Data);

    /// <summary>Reads the payload of an event from the log. Never throws on content.</summary>
    /// <param name="type">The event type.</param>
    /// <param name="data">The data as they are stored.</param>
    /// <param name="place">The event with its key; null as for <see cref="Open"/>.</param>
    /// <returns>The payload.</returns>
    public static EventPayload Read(string type, ReadOnlySpan<byte> data, PersonalPlace? place)
    {
        try
        {
            return EventCatalogue.Read(type, IsIn(type) ? Open(type, data, place) : data);
        }
        catch (JsonException unreadable)
        {
            return new UnreadablePayload(unreadable.Message);
        }
    }
}
