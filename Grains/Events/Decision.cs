using System.Collections.Immutable;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Grains.Events;

/// <summary>
/// What an actor has decided, with all that was known of everybody whose state it was decided on. The log takes it only
/// if it holds nothing more about any of them: the subjects' positions are the fence, so no table of fencing numbers has
/// to be kept in step with them.
/// </summary>
/// <param name="Subjects">The actor, and the others that it asked: at least one, none twice.</param>
/// <param name="Command">A hash of the command: a repeat has the same, another command under the same identity has not.</param>
/// <param name="Events">At least one event; the first one's identity is the decision's, and its partition that of all.</param>
internal sealed record Decision(ImmutableArray<KnownSubject> Subjects, Guid Command, ImmutableArray<NewEvent> Events)
{
    /// <summary>The most events of one decision: an erasure has one for each id of a customer.</summary>
    public const int MostEvents = 128;

    /// <summary>The id of one of its events.</summary>
    /// <param name="id">The decision's.</param>
    /// <param name="n">Which event, from 0.</param>
    public static string IdOf(string id, int n) => n == 0 ? id : $"{id}-{n}";

    /// <summary>The ids that its events can have, in order.</summary>
    public static IEnumerable<string> IdsOf(string id) => Enumerable.Range(0, MostEvents).Select(n => IdOf(id, n));
}

/// <summary>What was known of a subject when a decision was made.</summary>
/// <param name="Subject">The subject.</param>
/// <param name="Applied">What its actor had folded; the decision was made on exactly these events.</param>
internal sealed record KnownSubject(Subject Subject, AppliedOffsets Applied);

/// <summary>What became of a decision.</summary>
internal enum DecisionStatus
{
    /// <summary>It is in the log, by this or by an earlier attempt.</summary>
    Taken,

    /// <summary>The log holds more about one of the subjects than was known; nothing was stored.</summary>
    Outdated,

    /// <summary>The log has another decision, or a fact, under the same identity; nothing was stored.</summary>
    Reused,

    /// <summary>The database refused the content; nothing was stored.</summary>
    Refused,

    /// <summary>Nothing was acknowledged; the same decision may be tried again.</summary>
    Unavailable,
}

/// <summary>The log's answer to a decision.</summary>
/// <param name="Status">What became of it.</param>
/// <param name="Positions">Where its events stand, if it is taken.</param>
/// <param name="Unavailable">Why nothing was acknowledged.</param>
internal sealed record DecisionReply(DecisionStatus Status, ImmutableArray<Position> Positions, Unavailable? Unavailable = null);
