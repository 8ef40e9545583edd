using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Grains.Events;

/// <summary>Tells the observers of the log what this silo carries.</summary>
internal interface ILogBroadcast
{
    /// <summary>Tells of consecutive events of one partition. Costs nothing while nobody observes; never fails.</summary>
    void Carried(IReadOnlyList<LoggedEvent> events);
}
