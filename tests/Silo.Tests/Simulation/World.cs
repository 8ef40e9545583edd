using System.IO.Hashing;
using System.Text;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Grains.Events;

namespace AutoCrm.Actors.Silo.Tests.Simulation;

/// <summary>What the world sees to, and the actors rely on.</summary>
internal enum Rule
{
    /// <summary>Who is dead by the members' table moves no checkpoint.</summary>
    DeadAreRefused,

    /// <summary>A silo notices that a partition is carried by somebody new.</summary>
    CarriersAreKnown,

    /// <summary>A row in the quarantine stays as long as whoever noted it may pass over what its subject lacks.</summary>
    RowsAreReliedOn,
}

/// <summary>What outlives silos: the log and all that is derived from it. Every change is a part of the trace.</summary>
internal sealed class World
{
    public const int Partitions = 3;
    private readonly XxHash64 trace = new();

    /// <summary>A rule that does not hold here, so that it shows what it is good for.</summary>
    public Rule? Lacks { get; init; }

    public Guid Epoch { get; } = new("5a1e0000-0000-4000-8000-000000000000");

    /// <summary>The events of each partition; the offset of the first is 1.</summary>
    public List<LoggedEvent>[] Log { get; } = [.. Enumerable.Range(0, Partitions).Select(_ => new List<LoggedEvent>())];

    public long[] Checkpoints { get; } = new long[Partitions];

    /// <summary>Rows by the subject's key.</summary>
    public Dictionary<string, (long Revision, string Text)> Rows { get; } = [];

    /// <summary>Snapshots by the grain's key.</summary>
    public Dictionary<string, (string Json, int Version)> Snapshots { get; } = [];

    public HashSet<(Subject Subject, Position Position)> Quarantine { get; } = [];

    /// <summary>Who is late, with the silo that has noted it and has not left it since.</summary>
    public Dictionary<LateRow, SimulatedSilo?> Late { get; } = [];

    /// <summary>The first thing that was wrong.</summary>
    public string? Failure { get; private set; }

    public ulong Trace => trace.GetCurrentHashAsUInt64();

    public void Note(string happened) => trace.Append(Encoding.UTF8.GetBytes(happened + "\n"));

    public void Fail(string what)
    {
        Failure ??= what;
        Note(what);
    }

    public LoggedEvent Append(int partition, Func<Position, LoggedEvent> make)
    {
        var happened = make(new Position(partition, Log[partition].Count + 1));
        Log[partition].Add(happened);
        Note($"append {happened.Position}");
        return happened;
    }

    /// <summary>A subject's events after what is applied, in the order of the subject index.</summary>
    public IEnumerable<LoggedEvent> HistoryOf(Subject subject, AppliedOffsets applied) =>
        Log.SelectMany((events, partition) => events.Skip((int)applied[partition]).Where(e => e.Subjects().Contains(subject)));

    /// <summary>How many events a subject has up to some offsets.</summary>
    public long Count(Subject subject, Func<int, long> upTo) =>
        Log.Select((events, partition) => events.Take((int)upTo(partition)).Count(e => e.Subjects().Contains(subject))).Sum();

    public void SaveCheckpoint(int partition, long offset)
    {
        Checkpoints[partition] = Math.Max(Checkpoints[partition], offset);
        Note($"checkpoint {partition} {offset}");
        var behind = Subjects.FirstOrDefault(subject =>
            !Quarantine.Any(q => q.Subject == subject) && !Late.Keys.Any(late => late.Subject == subject) && Rows.GetValueOrDefault(subject.Key).Revision < Count(subject, p => Checkpoints[p]));
        if (behind.Id is not null)
        {
            Fail($"the checkpoint of {partition} is {offset}, and the row of {behind.Key} does not have all of that");
        }
    }

    public IEnumerable<Subject> Subjects => Log.SelectMany(events => events).SelectMany(e => e.Subjects()).Distinct();
}
