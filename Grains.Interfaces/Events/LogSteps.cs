using System.Collections.Immutable;
using Orleans.Concurrency;

namespace AutoCrm.Actors.Events;

/// <summary>A consecutive piece of one partition that is on its way to its actors: whom it is about.</summary>
/// <param name="Epoch">The incarnation of the log.</param>
/// <param name="Partition">The partition.</param>
/// <param name="After">The offset before the piece; who knows everything up to here misses nothing.</param>
/// <param name="UpTo">The last offset of the piece.</param>
/// <param name="Changes">Every subject of every event of the piece, ascending by offset.</param>
[GenerateSerializer, Immutable, Alias("autocrm.log-step")]
public sealed record LogStep(
    [property: Id(0)] Guid Epoch,
    [property: Id(1)] int Partition,
    [property: Id(2)] long After,
    [property: Id(3)] long UpTo,
    [property: Id(4)] ImmutableArray<SubjectChange> Changes);

/// <summary>An event about a subject.</summary>
/// <param name="Subject">The subject.</param>
/// <param name="Offset">The event's offset.</param>
[GenerateSerializer, Immutable, Alias("autocrm.subject-change")]
public readonly record struct SubjectChange([property: Id(0)] Subject Subject, [property: Id(1)] long Offset);

/// <summary>
/// Whoever wants to know at once what the silos carry. Steps may be lost, come twice or out of order: the log is the
/// truth, and <see cref="LogStep.After"/> tells what is missing.
/// </summary>
[Alias("autocrm.ILogObserver")]
public interface ILogObserver : IGrainObserver
{
    /// <summary>Tells of a step.</summary>
    /// <param name="step">The step.</param>
    /// <returns>At once; nobody waits for the observer.</returns>
    [OneWay, AlwaysInterleave, Alias("Carried")]
    Task Carried(LogStep step);
}

/// <summary>Who observes the log. One actor, away from the path of the events; silos ask it for changes only.</summary>
[Alias("autocrm.ILogObserversGrain")]
public interface ILogObserversGrain : IGrainWithStringKey
{
    /// <summary>The one key.</summary>
    public const string Key = "log-observers";

    /// <summary>How long an observer is told of steps after it has last asked for them, in seconds.</summary>
    public const int LeaseSeconds = 15;

    /// <summary>The most observers; those beyond are refused and read the log by themselves.</summary>
    public const int MostObservers = 64;

    /// <summary>Observes for <see cref="LeaseSeconds"/>; to be repeated before they are over.</summary>
    /// <param name="observer">Who is to be told.</param>
    /// <returns>Whether it is told from now on.</returns>
    [AlwaysInterleave, Alias("Watch")]
    Task<bool> Watch(ILogObserver observer);

    /// <summary>Waits, for ten seconds at most, until the observers are others than those of a version.</summary>
    /// <param name="known">The version that the caller has, or an empty one.</param>
    /// <returns>The observers now.</returns>
    [AlwaysInterleave, Alias("Next")]
    Task<LogObservers> Next(Guid known);
}

/// <summary>Who observes the log.</summary>
/// <param name="Version">Changes whenever the observers do.</param>
/// <param name="Observers">At most <see cref="ILogObserversGrain.MostObservers"/>.</param>
[GenerateSerializer, Immutable, Alias("autocrm.log-observers")]
public sealed record LogObservers(
    [property: Id(0)] Guid Version,
    [property: Id(1)] ImmutableArray<ILogObserver> Observers);
