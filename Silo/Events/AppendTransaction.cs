using AutoCrm.Actors.Events;
using AutoCrm.Actors.Grains;
using AutoCrm.Actors.Grains.Events;
using AutoCrm.Actors.Silo.Privacy;
using Npgsql;

namespace AutoCrm.Actors.Silo.Events;

/// <summary>
/// One transaction that appends many events in two round trips: lock the heads and look for duplicates; then insert,
/// move the heads and commit. The lock is what makes offsets dense and visible in order.
/// </summary>
internal sealed class AppendTransaction(NpgsqlDataSource database, DecisionFence fence, PersonalSealing personal, Weaknesses weaknesses)
{
    private const string LockHeads =
        "SELECT partition, head_offset FROM partition_head WHERE partition = ANY($1) ORDER BY partition FOR UPDATE";

    private const string FindFree =
        "SELECT partition FROM partition_head WHERE partition = ANY($1) ORDER BY partition FOR UPDATE SKIP LOCKED";

    private const string FindKnown =
        "SELECT identity, partition, log_offset, body_hash FROM event_identity WHERE identity = ANY($1)";

    private const string InsertEvents =
        """
        INSERT INTO event_log (partition, log_offset, recorded_at, occurred_at, offset_minutes, source, id, type,
                               dealership, customer, vin, data, attributes)
        SELECT p, o, now(), occurred, minutes, source, id, type, dealership, customer, vin, data, attributes
        FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
             AS e(p, o, occurred, minutes, source, id, type, dealership, customer, vin, data, attributes)
        """;

    private const string InsertIdentities =
        "INSERT INTO event_identity (identity, body_hash, partition, log_offset) SELECT * FROM unnest($1, $2, $3, $4)";

    private const string MoveHeads =
        """
        UPDATE partition_head h SET head_offset = moved.o FROM unnest($1, $2) AS moved(p, o) WHERE h.partition = moved.p
        """;

    private const string ForgetClues = "DELETE FROM customer_clue WHERE customer = ANY($1)";

    /// <summary>Appends; sets each event's result. When it throws, the outcome is unknown and repeating it is safe.</summary>
    /// <returns>The events that it has committed, of one partition in order of offset; not those that were there before.</returns>
    public async Task<IReadOnlyList<PendingEvent>> Run(IReadOnlyList<PendingEvent> events, CancellationToken cancellation)
    {
        await personal.Seal(events, cancellation);
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var known = new Dictionary<Guid, (Position Position, Guid BodyHash)>(events.Count);
        var (heads, outdated) = await LockAndFind(connection, events, known, cancellation);
        var fresh = Place(events, heads, known, outdated);
        if (fresh.Count == 0)
        {
            return [];
        }

        var moved = fresh.GroupBy(e => e.Partition).ToDictionary(group => group.Key, group => heads[group.Key]);
        var erased = PersonalSealing.ErasedBy(fresh);
        await Insert(connection, fresh, moved, erased, cancellation);
        personal.Forget(erased);
        return fresh;
    }

    /// <summary>Which of the events' partitions somebody else has locked at this moment.</summary>
    public async Task<IReadOnlyList<short>> FindLocked(IReadOnlyList<PendingEvent> events, CancellationToken cancellation)
    {
        var partitions = events.Select(e => e.Partition).Distinct().ToList();
        await using var command = database.CreateCommand(FindFree);
        command.Parameters.Add(new NpgsqlParameter { Value = partitions.ToArray() });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            partitions.Remove(reader.GetInt16(0));
        }

        return partitions;
    }

    private async Task<(Dictionary<short, long> Heads, HashSet<Decision> Outdated)> LockAndFind(
        NpgsqlConnection connection,
        IReadOnlyList<PendingEvent> events,
        Dictionary<Guid, (Position Position, Guid BodyHash)> known,
        CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(Command(LockHeads, events.Select(e => e.Partition).Distinct().ToArray()));
        batch.BatchCommands.Add(Command(FindKnown, events.Select(e => e.Identity).ToArray()));
        var decisions = fence.Add(batch, events);
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        var heads = new Dictionary<short, long>();
        while (await reader.ReadAsync(cancellation))
        {
            heads[reader.GetInt16(0)] = reader.GetInt64(1);
        }

        await reader.NextResultAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            known[reader.GetGuid(0)] = (new Position(reader.GetInt16(1), reader.GetInt64(2)), reader.GetGuid(3));
        }

        return (heads, await DecisionFence.Read(reader, decisions, cancellation));
    }

    private List<PendingEvent> Place(
        IReadOnlyList<PendingEvent> events,
        Dictionary<short, long> heads,
        Dictionary<Guid, (Position Position, Guid BodyHash)> known,
        HashSet<Decision> outdated)
    {
        var fresh = new List<PendingEvent>(events.Count);
        var decided = new DecidedSubjects(outdated, weaknesses);
        foreach (var pending in events)
        {
            pending.IsOutdated = false;
            if (known.TryGetValue(pending.Identity, out var first) && !weaknesses.SkipDuplicateCheck)
            {
                pending.WasThereBefore ??= true;
                pending.Result = new AppendResult(
                    first.BodyHash != pending.BodyHash ? AppendStatus.Conflict : pending.WasThereBefore.Value ? AppendStatus.Duplicate : AppendStatus.Appended,
                    first.Position);
                decided.Repeated(pending);
                continue;
            }

            if (!decided.Admits(pending))
            {
                pending.IsOutdated = true;
                continue;
            }

            pending.WasThereBefore ??= false;
            var position = new Position(pending.Partition, ++heads[pending.Partition]);
            pending.Result = new AppendResult(AppendStatus.Appended, position);
            known[pending.Identity] = (position, pending.BodyHash);
            fresh.Add(pending);
        }

        return fresh;
    }

    private async Task Insert(
        NpgsqlConnection connection, List<PendingEvent> fresh, Dictionary<short, long> moved, string[] erased, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(Command(
            InsertEvents,
            fresh.Select(e => e.Partition).ToArray(),
            fresh.Select(e => e.Result.Position.Offset).ToArray(),
            fresh.Select(e => e.Reported.Time.UtcDateTime).ToArray(),
            fresh.Select(e => (short)e.Reported.Time.TotalOffsetMinutes).ToArray(),
            fresh.Select(e => e.Reported.Source).ToArray(),
            fresh.Select(e => e.Reported.Id).ToArray(),
            fresh.Select(e => e.Reported.Type).ToArray(),
            fresh.Select(e => e.Reported.Dealership).ToArray(),
            fresh.Select(e => e.Reported.Customer).ToArray(),
            fresh.Select(e => e.Reported.Vin).ToArray(),
            fresh.Select(e => e.Stored!.Data).ToArray(),
            fresh.Select(e => e.Stored!.Attributes).ToArray()));
        batch.BatchCommands.Add(Command(
            weaknesses.SkipDuplicateCheck ? InsertIdentities + " ON CONFLICT DO NOTHING" : InsertIdentities,
            fresh.Select(e => e.Identity).ToArray(),
            fresh.Select(e => e.BodyHash).ToArray(),
            fresh.Select(e => e.Partition).ToArray(),
            fresh.Select(e => e.Result.Position.Offset).ToArray()));
        batch.BatchCommands.Add(Command(MoveHeads, moved.Keys.ToArray(), moved.Values.ToArray()));
        if (erased.Length > 0)
        {
            batch.BatchCommands.Add(Command(CustomerKeys.Destroy, erased));
            batch.BatchCommands.Add(Command(ForgetClues, erased));
        }

        batch.BatchCommands.Add(new NpgsqlBatchCommand("COMMIT"));
        await batch.ExecuteNonQueryAsync(cancellation);
    }

    private static NpgsqlBatchCommand Command(string sql, params Array[] parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        }

        return command;
    }
}
