using System.Collections.Immutable;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Grains.Events;

/// <summary>The event log, as the actors need it. The silo implements it over PostgreSQL.</summary>
internal interface IEventLog
{
    /// <summary>The incarnation of the log.</summary>
    Guid Epoch { get; }

    /// <summary>Appends events in a transaction shared with other callers; returns after its commit.</summary>
    Task<AppendReply> Append(ImmutableArray<NewEvent> events);

    /// <summary>
    /// Appends events that say something only together: all of them, in one transaction and in the partition of the first
    /// one, or none. One that the database refuses is the refusal of all.
    /// </summary>
    Task<AppendReply> AppendTogether(ImmutableArray<NewEvent> events);

    /// <summary>
    /// Appends a decision, unless anything about its subject was committed that the actor did not know. Whatever two
    /// activations of one actor decide, their decisions are as if one had been made after the other.
    /// </summary>
    Task<DecisionReply> AppendDecision(Decision decision);

    /// <summary>Finds a decision that an earlier attempt has brought into the log; null if there is none.</summary>
    /// <param name="source">The source of its first event.</param>
    /// <param name="id">The id of its first event.</param>
    /// <param name="command">The hash of the command.</param>
    Task<DecisionReply?> FindDecision(string source, string id, Guid command);

    /// <summary>Reads a partition in order of offset.</summary>
    /// <param name="partition">The partition.</param>
    /// <param name="after">The last offset already known.</param>
    /// <param name="most">The most events to read.</param>
    /// <param name="cancellation">Ends the wait.</param>
    Task<ImmutableArray<LoggedEvent>> ReadPartition(int partition, long after, int most, CancellationToken cancellation);

    /// <summary>The last offset of a partition, 0 if it is empty.</summary>
    Task<long> ReadHead(int partition, CancellationToken cancellation);

    /// <summary>Whether there is an event at a position; there is none if the log has been set back since it was read.</summary>
    Task<bool> Reaches(Position position);
}

/// <summary>An actor's own history in the log.</summary>
internal interface ISubjectHistory
{
    /// <summary>
    /// Reads the beginning of a subject's history; many callers share one query. Within a partition the events are
    /// in order and without a gap.
    /// </summary>
    /// <param name="subject">Whose history.</param>
    /// <param name="known">Events that the caller has already; they are not made again.</param>
    Task<HistoryPage> ReadFirst(Subject subject, ImmutableArray<LoggedEvent> known = default);

    /// <summary>Reads the beginning of what comes after the applied offsets; many callers share one query.</summary>
    /// <param name="subject">Whose history.</param>
    /// <param name="applied">What the caller has folded; it may fold on meanwhile.</param>
    /// <param name="known">How many events that are.</param>
    Task<HistoryPage> ReadNews(Subject subject, AppliedOffsets applied, long known);

    /// <summary>The same of several subjects of one kind, whose events make one state: in order of position.</summary>
    Task<HistoryPage> ReadNews(SubjectKind kind, ImmutableArray<string> ids, AppliedOffsets applied, long known);

    /// <summary>Reads a page of what comes after the applied offsets.</summary>
    Task<HistoryPage> ReadAfter(Subject subject, AppliedOffsets applied);

    /// <summary>The same of several subjects of one kind, whose events make one state.</summary>
    Task<HistoryPage> ReadAfter(SubjectKind kind, ImmutableArray<string> ids, AppliedOffsets applied);

    /// <summary>Reads the events about some customers that make or end links between customers.</summary>
    Task<ImmutableArray<LoggedEvent>> ReadLinks(string[] customers);
}

/// <summary>A part of a subject's history.</summary>
/// <param name="Events">Events, ascending by partition and offset.</param>
/// <param name="Complete">Whether nothing was committed after them when the page was read.</param>
internal sealed record HistoryPage(ImmutableArray<LoggedEvent> Events, bool Complete);

/// <summary>How far the partitions are folded; behind the truth at most, never ahead of it.</summary>
internal interface ICheckpoints
{
    /// <summary>The saved offset of a partition in this incarnation of the log, or 0.</summary>
    Task<long> Read(int partition, CancellationToken cancellation);

    /// <summary>Notes progress; it is saved soon, in one statement with other partitions', and never goes back.</summary>
    void Advance(int partition, long offset);
}

/// <summary>What is kept aside so that nothing waits for it: visible, and tried again.</summary>
internal interface IQuarantine
{
    /// <summary>Keeps an event that the subject's actor cannot fold. Durable when it returns.</summary>
    Task Keep(Subject subject, Position position, string reason);

    /// <summary>Keeps a subject whose actor does not take its events. Durable when it returns.</summary>
    Task KeepLate(LateRow late, string reason);

    /// <summary>
    /// The subjects that are late in a partition, in order of what they lack first, and whether whoever noted one relies
    /// on it no more: it has left its rows, or its silo is dead. Who catches up after that was read lacks nothing that was
    /// passed over.
    /// </summary>
    Task<ImmutableArray<(LateRow Row, bool IsLeft)>> ReadLate(int partition, CancellationToken cancellation);

    /// <summary>The events that a subject's actor could not fold.</summary>
    Task<ImmutableArray<Position>> Read(Subject subject);

    /// <summary>Lets events of a subject go, because they are folded.</summary>
    Task Release(Subject subject, IEnumerable<Position> positions);

    /// <summary>Leaves what a carrier has noted in a partition to whoever carries it next: that one passes over nothing any more.</summary>
    Task Leave(int partition, Guid keeper);

    /// <summary>Lets a subject go that has caught up.</summary>
    Task ReleaseLate(LateRow late);
}

/// <summary>A subject that may lack everything about it in a partition from a position on.</summary>
/// <param name="Subject">The subject.</param>
/// <param name="From">The first position that it may lack.</param>
/// <param name="Keeper">
/// Who noted it and passes over what is missing: one life of the partition's carrier. Two may carry a partition for a
/// while, and each passes only over what it has noted itself.
/// </param>
internal readonly record struct LateRow(Subject Subject, Position From, Guid Keeper);

/// <summary>Writes read-model rows, many actors' rows in one statement.</summary>
/// <typeparam name="TRow">The row.</typeparam>
internal interface IReadModelWriter<in TRow>
    where TRow : IReadModelRow
{
    /// <summary>Stands in every promise of this writer.</summary>
    Guid Id { get; }

    /// <summary>
    /// Takes a row, to be written soon, unless the row that is there is newer than the activation knows: then its slot
    /// becomes outdated. Never waits.
    /// </summary>
    /// <returns>What <see cref="Durable"/> is to be asked for.</returns>
    RowTicket Write(RowSlot slot, TRow row);

    /// <summary>Waits until all is durable that was promised up to a ticket of this writer; an empty ticket is durable.</summary>
    /// <returns>The keys whose rows were not written, because they are newer than their activations know; as a rule none.</returns>
    Task<ImmutableArray<string>> Durable(RowTicket ticket);

    /// <summary>Writes a row also over another of the same revision: for repairs.</summary>
    Task Overwrite(TRow row);
}

/// <summary>One actor's row in a read model.</summary>
internal interface IReadModelRow
{
    /// <summary>The actor's key in the table.</summary>
    string Key { get; }

    /// <summary>The number of events that it reflects.</summary>
    long Revision { get; }
}
