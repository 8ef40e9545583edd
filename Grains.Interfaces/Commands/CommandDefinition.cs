using System.Collections.Immutable;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Commands;

/// <summary>Whether a command names a second subject: a customer's command a vehicle, a vehicle's command a customer.</summary>
public enum OtherSubject
{
    /// <summary>It does not.</summary>
    None = 0,

    /// <summary>It may.</summary>
    Optional = 1,

    /// <summary>It must.</summary>
    Required = 2,
}

/// <summary>A command that is carried out by one event.</summary>
/// <param name="Name">Its name, which is the name of the GraphQL mutation.</param>
/// <param name="Summary">What it asks for.</param>
/// <param name="Subject">Whose actor decides it.</param>
/// <param name="Payload">The record of the event that it makes happen.</param>
public sealed record CommandDefinition(string Name, string Summary, SubjectKind Subject, Type Payload)
{
    /// <summary>Whether it names a second subject.</summary>
    public OtherSubject Other { get; init; }

    /// <summary>Whether it makes its subject: the client names none.</summary>
    public bool MakesSubject { get; init; }

    /// <summary>Whether headquarters alone may ask for it.</summary>
    public bool HeadquartersOnly { get; init; }

    /// <summary>Members of the payload, by their JSON names, that the command does not take.</summary>
    public ImmutableArray<string> Without { get; init; } = [];

    /// <summary>Members of the payload, by their JSON names, that the event may lack and the command may not.</summary>
    public ImmutableArray<string> Demands { get; init; } = [];

    /// <summary>The members of the payload that the command takes.</summary>
    public IEnumerable<PayloadMember> Members => Schema.Members.Where(member => !Without.Contains(member.Name));

    /// <summary>What the payload must look like.</summary>
    public PayloadSchema Schema => EventCatalogue.Find(EventCatalogue.TypeOf(Payload))!.Schema;

    /// <summary>Whether a member must be given.</summary>
    /// <param name="member">One of <see cref="Members"/>.</param>
    /// <returns>True if the event or the command demands it.</returns>
    public bool IsRequired(PayloadMember member)
    {
        ArgumentNullException.ThrowIfNull(member);
        return member.Required || Demands.Contains(member.Name);
    }
}
