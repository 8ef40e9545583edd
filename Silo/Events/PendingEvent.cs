using AutoCrm.Actors.Events;
using AutoCrm.Actors.Grains.Events;
using AutoCrm.Actors.Silo.Privacy;

namespace AutoCrm.Actors.Silo.Events;

/// <summary>An event on its way into the log, with what the log has to know of it.</summary>
internal sealed class PendingEvent(NewEvent reported, int partition, BodyHashes hashes, object? whole = null)
{
    private LoggedEvent? logged;

    public NewEvent Reported { get; } = reported;

    /// <summary>The event as the log holds it, with what is personal encrypted; null until that is done.</summary>
    public NewEvent? Stored { get; set; }

    public short Partition { get; } = (short)partition;

    public Guid Identity { get; } = EventIdentity.Of(reported.Source, reported.Id);

    // A repeated command is decided at another time and perhaps with other events: it is known by the command itself.
    public Guid BodyHash { get; } = whole is Decision decision ? hashes.Of(decision.Command) : hashes.Of(reported);

    /// <summary>What stands for all events that are stored with this one or not at all; null if it stands for itself.</summary>
    public object? Whole { get; } = whole;

    /// <summary>The decision that the event is a part of, or null for a fact.</summary>
    public Decision? Decision => Whole as Decision;

    /// <summary>Whether the log held more about the decision's subjects than was known.</summary>
    public bool IsOutdated { get; set; }

    /// <summary>Whether the log held it before this process first tried; a repeat after an unknown outcome is no duplicate.</summary>
    public bool? WasThereBefore { get; set; }

    public AppendResult Result { get; set; }

    /// <summary>The event as the actors get it, once it is committed. It is made when it is first asked for.</summary>
    public LoggedEvent Logged => logged ??= LoggedEventReader.Of(this);
}
