using AutoCrm.Actors.Events;

namespace AutoCrm.Actors;

/// <summary>What somebody asks an actor to do. Unlike an event it may be refused.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.command")]
public abstract record ActorCommand
{
    /// <summary>The longest <see cref="MutationId"/>, in UTF-16 units.</summary>
    public const int MaxMutationIdLength = 200;

    /// <summary>The code of the dealership that acts, from the verified token or, for headquarters, as it chose; empty for what concerns none.</summary>
    [Id(0)] public required string Dealership { get; init; }

    /// <summary>
    /// The client's own name for this command, 1 to <see cref="MaxMutationIdLength"/> units. The same command under the
    /// same name has one effect, however often it comes and whatever has happened since.
    /// </summary>
    [Id(1)] public required string MutationId { get; init; }
}

/// <summary>An actor's answer to a command: accepted, rejected with a reason, or not known because the log is away.</summary>
/// <typeparam name="TState">The actor's state.</typeparam>
[GenerateSerializer, Immutable, Alias("autocrm.outcome`1")]
public sealed record Outcome<TState>
{
    /// <summary>The actor as it is after the decision; null if nothing is known about it.</summary>
    [Id(0)] public Live<TState>? Live { get; init; }

    /// <summary>Where the decision's events stand; null unless the command was accepted. A repeat has the same.</summary>
    [Id(1)] public PositionToken? Position { get; init; }

    /// <summary>Why the command was refused; null if it was accepted.</summary>
    [Id(2)] public Rejection? Rejection { get; init; }

    /// <summary>Set if nothing was acknowledged: the caller repeats the command, with the same mutation id, later.</summary>
    [Id(3)] public Unavailable? Unavailable { get; init; }
}

/// <summary>Why a command was refused. A value, because a refusal is nothing unforeseen.</summary>
/// <param name="Code">A stable code: one of <see cref="RejectionCodes"/> or of the actor's own.</param>
/// <param name="Message">The reason, in words for a dealership's clerk; no personal data, and nothing of another dealership.</param>
/// <param name="Path">The member of the command that it is about, or empty.</param>
[GenerateSerializer, Immutable, Alias("autocrm.rejection")]
public sealed record Rejection(
    [property: Id(0)] string Code,
    [property: Id(1)] string Message,
    [property: Id(2)] string Path = "");

/// <summary>The reasons that any actor can have.</summary>
public static class RejectionCodes
{
    /// <summary>The mutation id was used for another command.</summary>
    public const string MutationIdReused = "mutation-id-reused";

    /// <summary>So many others changed the subject at the same time that no decision came through; it may be tried again.</summary>
    public const string Contended = "contended";

    /// <summary>The database cannot hold what the command says.</summary>
    public const string Unstorable = "unstorable";
}
