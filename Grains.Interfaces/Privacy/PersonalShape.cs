using System.Collections.Frozen;
using System.Text;
using System.Text.Json;
using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Privacy;

/// <summary>Which members of an object are known, and which of them are personal. Whatever is not known counts as personal.</summary>
internal sealed class PersonalShape
{
    private static readonly FrozenDictionary<string, PersonalShape> Shapes = EventCatalogue.All.ToFrozenDictionary(
        definition => definition.Type, definition => Of(definition.Schema), StringComparer.Ordinal);

    private readonly Member[] members;

    private PersonalShape(Member[] members)
    {
        this.members = members;
        HasPersonal = members.Any(member => member.IsPersonal || member.Nested?.HasPersonal == true);
    }

    /// <summary>CloudEvents attributes that say nothing about anybody.</summary>
    public static PersonalShape Attributes { get; } = new(
        [.. ((string[])["sequence", "sequencetype", "traceparent", "tracestate", "correlationid", "causationid", "datacontenttype", "dataschema", CustomerNumberAttribute.Name])
            .Select(name => new Member(name, false, false, null))]);

    /// <summary>Whether any member, at any depth, is personal.</summary>
    public bool HasPersonal { get; }

    /// <summary>The shape of an event type's data; null for a type that the catalogue does not know.</summary>
    public static PersonalShape? Of(string type) => Shapes.GetValueOrDefault(type);

    /// <summary>The member whose name the reader stands at; null if it is not known.</summary>
    public Member? Find(ref Utf8JsonReader reader)
    {
        foreach (var member in members)
        {
            if (reader.ValueTextEquals(member.Utf8Name))
            {
                return member;
            }
        }

        return null;
    }

    private static PersonalShape Of(PayloadSchema schema) => new(
        [.. schema.Members.Select(m => new Member(m.Name, m.IsPersonal, m.Required, m.Nested is { } nested ? Of(nested) : null))]);

    /// <summary>A known member.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="IsPersonal">Whether it is personal.</param>
    /// <param name="IsRequired">Whether it cannot be left out.</param>
    /// <param name="Nested">The shape of the object that it is, or that each of its elements is.</param>
    internal sealed record Member(string Name, bool IsPersonal, bool IsRequired, PersonalShape? Nested)
    {
        public byte[] Utf8Name { get; } = Encoding.UTF8.GetBytes(Name);
    }
}
