using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Silo.Events;

/// <summary>An event on its way into the log, with what the log has to know of it.</summary>
internal sealed class PendingEvent(NewEvent reported, int partition)
{
    public NewEvent Reported { get; } = reported;

    public short Partition { get; } = (short)partition;

    public Guid Identity { get; } = EventIdentity.Of(reported.Source, reported.Id);

    public Guid BodyHash { get; } = EventIdentity.BodyOf(reported);

    /// <summary>Whether the log held it before this process first tried; a repeat after an unknown outcome is no duplicate.</summary>
    public bool? WasThereBefore { get; set; }

    public AppendResult Result { get; set; }
}
