using AutoCrm.Actors.Grains.Events;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Storage;

namespace AutoCrm.Actors.Grains;

/// <summary>What every entity actor needs, shared by all of a silo.</summary>
internal sealed class EntityServices(
    IEventLog log,
    ISubjectHistory histories,
    IQuarantine quarantine,
    IAnnouncements announcements,
    [FromKeyedServices(EntityServices.SnapshotStorage)] IGrainStorage snapshots,
    IActorOwners owners,
    Weaknesses weaknesses,
    TimeProvider time,
    ILoggerFactory loggers)
{
    /// <summary>The name of the grain storage that keeps snapshots.</summary>
    public const string SnapshotStorage = "snapshots";

    public IEventLog Log => log;

    public ISubjectHistory Histories => histories;

    public IQuarantine Quarantine => quarantine;

    public IAnnouncements Announcements => announcements;

    public IGrainStorage Snapshots => snapshots;

    public IActorOwners Owners => owners;

    public TimeProvider Time => time;

    public Weaknesses Weaknesses => weaknesses;

    public ILogger Logger { get; } = loggers.CreateLogger("AutoCrm.Actors.Grains.Entity");
}
