using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Grains;
using AutoCrm.Actors.Grains.Events;
using AutoCrm.Actors.Silo.ReadModels;
using Orleans.Storage;

namespace AutoCrm.Actors.Silo.Tests.Simulation;

/// <summary>What one silo reads and writes of the world: late, and not always with an answer.</summary>
internal sealed class SimulatedStorage(World world, SimulatedSilo silo)
    : IEventLog, ISubjectHistory, ICheckpoints, IQuarantine, IGrainStorage, ILogBroadcast
{
    // Small pages, so that even short histories take several.
    private const int FirstPage = 6;
    private const int Page = 5;

    public Guid Epoch => world.Epoch;

    public Task<ImmutableArray<LoggedEvent>> ReadPartition(int partition, long after, int most, CancellationToken cancellation) =>
        silo.Ask(() => world.Log[partition].Skip((int)after).Take(most).ToImmutableArray());

    public Task<long> ReadHead(int partition, CancellationToken cancellation) => silo.Ask(() => (long)world.Log[partition].Count);

    public Task<bool> Reaches(Position position) => silo.Ask(() => world.Log[position.Partition].Count >= position.Offset);

    public Task<AppendReply> Append(ImmutableArray<NewEvent> events) => throw new NotSupportedException();

    public Task<AppendReply> AppendTogether(ImmutableArray<NewEvent> events) => throw new NotSupportedException();

    public Task<DecisionReply> AppendDecision(Decision decision) => throw new NotSupportedException();

    public Task<DecisionReply?> FindDecision(string source, string id, Guid command) => throw new NotSupportedException();

    public Task<HistoryPage> ReadFirst(Subject subject, ImmutableArray<LoggedEvent> known = default) => Read(subject, new AppliedOffsets(), FirstPage);

    public Task<HistoryPage> ReadNews(Subject subject, AppliedOffsets applied, long known) => Read(subject, new AppliedOffsets(applied.Positions), FirstPage);

    public Task<HistoryPage> ReadAfter(Subject subject, AppliedOffsets applied) => Read(subject, new AppliedOffsets(applied.Positions), Page);

    public Task<HistoryPage> ReadNews(SubjectKind kind, ImmutableArray<string> ids, AppliedOffsets applied, long known) => throw new NotSupportedException();

    public Task<HistoryPage> ReadAfter(SubjectKind kind, ImmutableArray<string> ids, AppliedOffsets applied) => throw new NotSupportedException();

    public Task<ImmutableArray<LoggedEvent>> ReadLinks(string[] customers) => throw new NotSupportedException();

    public Task<long> Read(int partition, CancellationToken cancellation) => silo.Ask(() => world.Checkpoints[partition]);

    public void Advance(int partition, long offset) => Save(partition, offset).Ignore();

    public Task Keep(Subject subject, Position position, string reason) => Change(() => world.Quarantine.Add((subject, position)));

    public Task KeepLate(LateRow late, string reason) => Change(() =>
    {
        world.Note($"keeps late {late.Subject.Key} {late.From}");
        return world.Late.TryAdd(late, silo);
    });

    public Task<ImmutableArray<(LateRow Row, bool IsLeft)>> ReadLate(int partition, CancellationToken cancellation) => silo.Ask(() =>
        world.Late.Where(late => late.Key.From.Partition == partition).OrderBy(late => late.Key.From.Offset)
            .Select(late => (late.Key, late.Value is null or { IsGivenUp: true } || world.Lacks == Rule.RowsAreReliedOn)).ToImmutableArray());

    public Task<ImmutableArray<Position>> Read(Subject subject) => silo.Ask(() =>
        world.Quarantine.Where(q => q.Subject == subject).Select(q => q.Position).ToImmutableArray());

    public Task Release(Subject subject, IEnumerable<Position> positions) => Change(() =>
        world.Quarantine.RemoveWhere(q => q.Subject == subject && positions.Contains(q.Position)));

    public Task Leave(int partition, Guid keeper) => Change(() =>
    {
        var left = world.Late.Keys.Where(late => late.From.Partition == partition && late.Keeper == keeper).ToList();
        world.Note($"leaves {left.Count} late of {partition}");
        left.ForEach(late => world.Late[late] = null);
        return left.Count;
    });

    public Task ReleaseLate(LateRow late) => Change(() =>
    {
        world.Note($"releases late {late.Subject.Key} {late.From}");
        return world.Late.Remove(late);
    });

    public void Carried(IReadOnlyList<LoggedEvent> events) => world.Note($"carried up to {events[^1].Position}");

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => Change(() =>
    {
        grainState.RecordExists = world.Snapshots.TryGetValue(grainId.ToString(), out var stored);
        grainState.ETag = grainState.RecordExists ? $"{stored.Version}" : null;
        grainState.State = grainState.RecordExists ? JsonSerializer.Deserialize(stored.Json, TypeOf<T>())! : Activator.CreateInstance<T>();
        return true;
    });

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var json = JsonSerializer.Serialize(grainState.State, SnapshotJson.Default.GetTypeInfo(typeof(T))!);
        return Change(() =>
        {
            var exists = world.Snapshots.TryGetValue(grainId.ToString(), out var stored);
            if ((exists ? $"{stored.Version}" : null) != grainState.ETag)
            {
                throw new InconsistentStateException("Another activation has written.");
            }

            world.Snapshots[grainId.ToString()] = (json, stored.Version + 1);
            world.Note($"snapshot {grainId} {stored.Version + 1}");
            grainState.ETag = $"{stored.Version + 1}";
            grainState.RecordExists = true;
            return true;
        });
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => throw new NotSupportedException();

    private static JsonTypeInfo<T> TypeOf<T>() => (JsonTypeInfo<T>)SnapshotJson.Default.GetTypeInfo(typeof(T))!;

    private Task<HistoryPage> Read(Subject subject, AppliedOffsets applied, int most) => silo.Ask(() =>
    {
        var found = world.HistoryOf(subject, applied).Take(most + 1).ToList();
        return new HistoryPage([.. found.Take(most)], found.Count <= most);
    });

    private async Task Save(int partition, long offset)
    {
        while (true)
        {
            try
            {
                await Change(() =>
                {
                    if (!silo.IsGivenUp || world.Lacks == Rule.DeadAreRefused)
                    {
                        world.SaveCheckpoint(partition, offset);
                    }

                    return true;
                });
                return;
            }
            catch (IOException)
            {
                // It is saved again.
            }
        }
    }

    private Task Change<T>(Func<T> change) => silo.Ask(change);
}

/// <summary>Collects rows as the real writer does and writes them into the world.</summary>
internal sealed class SimulatedWriter<TRow>(World world, SimulatedSilo silo, Func<string, Subject> subjectOf) : IReadModelWriter<TRow>
    where TRow : IReadModelRow
{
    /// <summary>Nobody asks so often between two statements, unless it asks again at each answer.</summary>
    private const int MostAsked = 10_000;

    private readonly CollectedRows<TRow> collected = new();
    private int asked;
    private readonly SortedDictionary<string, TRow> last = new(StringComparer.Ordinal);

    public Guid Id => collected.Id;

    public RowTicket Write(RowSlot slot, TRow row)
    {
        last[row.Key] = row;
        return collected.Add(new RowWrite<TRow>(slot, row));
    }

    /// <summary>Activations that are gone had some of the rows on their way, too.</summary>
    public void RepeatSome(Random random)
    {
        foreach (var row in last.Values.Where(_ => random.Next(3) == 0))
        {
            collected.Add(new RowWrite<TRow>(new RowSlot(), row));
        }
    }

    public Task<ImmutableArray<string>> Durable(RowTicket ticket)
    {
        if (++asked > MostAsked)
        {
            world.Fail("an actor asks for ever whether its row is durable");
            throw new InvalidOperationException("Asked for ever.");
        }

        return collected.Durable(ticket);
    }

    public Task Overwrite(TRow row) => silo.Ask(() => Put(row));

    public async Task Run()
    {
        while (true)
        {
            await silo.Pause(3);
            asked = 0;
            var (number, rows) = collected.Take();
            while (rows.Length > 0)
            {
                try
                {
                    collected.Note(rows, await silo.Ask(() => rows.Where(write => !TryPut(write)).ToDictionary(write => write.Key, write => world.Rows[subjectOf(write.Key).Key].Revision)));
                    break;
                }
                catch (IOException)
                {
                    // They are written again.
                }
            }

            collected.Keep(number);
        }
    }

    private bool TryPut(RowWrite<TRow> write)
    {
        var isThere = world.Rows.TryGetValue(subjectOf(write.Key).Key, out var row);
        return (!isThere || (row.Revision <= write.Known && row.Revision <= write.Revision)) && Put(write.Row);
    }

    private bool Put(TRow row)
    {
        world.Rows[subjectOf(row.Key).Key] = (row.Revision, JsonSerializer.Serialize(row));
        world.Note($"row {row.Key} {row.Revision}");
        return true;
    }
}
