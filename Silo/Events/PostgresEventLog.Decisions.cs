using System.Collections.Immutable;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Grains.Events;
using Npgsql;

namespace AutoCrm.Actors.Silo.Events;

internal sealed partial class PostgresEventLog
{
    private const string SelectIdentity = "SELECT body_hash, partition, log_offset FROM event_identity WHERE identity = $1";

    public async Task<DecisionReply> AppendDecision(Decision decision)
    {
        var pending = ImmutableArray.CreateRange(decision.Events, reported => new PendingEvent(
            reported, EventIdentity.PartitionOf(reported, incarnation.Partitions), hashes, decision));
        if (pending.Any(e => e.Partition != pending[0].Partition))
        {
            throw new ArgumentException("The events of a decision must be of one partition.", nameof(decision));
        }

        if (lanes[pending[0].Partition % lanes.Length].TryAppend(pending) is not { } append)
        {
            return new DecisionReply(DecisionStatus.Unavailable, [], new Unavailable(UnavailableReason.Overloaded, OverloadRetry));
        }

        return await append
            ? ReplyTo(pending)
            : new DecisionReply(DecisionStatus.Unavailable, [], new Unavailable(UnavailableReason.LogDown, DownRetry));
    }

    public async Task<DecisionReply?> FindDecision(string source, string id, Guid command)
    {
        await using var find = databases.Read.CreateCommand(SelectIdentity);
        find.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = EventIdentity.Of(source, id) });
        await using var reader = await find.ExecuteReaderAsync();
        if (!await reader.ReadAsync())
        {
            return null;
        }

        return reader.GetGuid(0) == hashes.Of(command)
            ? new DecisionReply(DecisionStatus.Taken, [new Position(reader.GetInt16(1), reader.GetInt64(2))])
            : new DecisionReply(DecisionStatus.Reused, []);
    }

    private static DecisionReply ReplyTo(ImmutableArray<PendingEvent> pending) => pending[0] switch
    {
        { IsOutdated: true } => new DecisionReply(DecisionStatus.Outdated, []),
        { Result.Status: AppendStatus.Conflict } => new DecisionReply(DecisionStatus.Reused, []),
        { Result.Status: AppendStatus.Refused } => new DecisionReply(DecisionStatus.Refused, []),
        _ => new DecisionReply(DecisionStatus.Taken, [.. pending.Where(e => !e.IsOutdated).Select(e => e.Result.Position)]),
    };
}
