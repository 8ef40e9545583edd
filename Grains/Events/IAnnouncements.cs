using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Grains.Events;

/// <summary>Brings what the actors of a silo tell of themselves into the log, many actors' events in one append.</summary>
internal interface IAnnouncements
{
    /// <summary>
    /// Takes events, to be appended soon, however often the log has to be asked. Never waits. There are no more of them
    /// than the batches that partitions have under way make: their confirmations wait for <see cref="Told"/>.
    /// </summary>
    void Add(IReadOnlyCollection<NewEvent> events);

    /// <summary>Waits until all is in the log that was taken before.</summary>
    /// <exception cref="OperationCanceledException">The silo is stopping: whoever takes its work over tells it again.</exception>
    Task Told();
}
