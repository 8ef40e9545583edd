using System.Collections.Immutable;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Grains.Events;
using Npgsql;

namespace AutoCrm.Actors.Silo.Events;

internal sealed partial class PostgresEventLog
{
    private const string SelectIdentities =
        """
        SELECT known.body_hash, known.partition, known.log_offset
        FROM unnest($1) WITH ORDINALITY AS asked(identity, n) JOIN event_identity known USING (identity)
        ORDER BY asked.n
        """;

    public async Task<DecisionReply> AppendDecision(Decision decision)
    {
        var pending = Together(decision.Events, decision);
        if (lanes[pending[0].Partition % lanes.Length].TryAppend(pending) is not { } append)
        {
            return new DecisionReply(DecisionStatus.Unavailable, [], new Unavailable(UnavailableReason.Overloaded, OverloadRetry));
        }

        return await append
            ? ReplyTo(pending)
            : new DecisionReply(DecisionStatus.Unavailable, [], new Unavailable(UnavailableReason.LogDown, DownRetry));
    }

    // Whoever asks has been refused, as a rule for the first time: then there is nothing, and one look tells.
    public async Task<DecisionReply?> FindDecision(string source, string id, Guid command)
    {
        var first = await Find(source, [id], command);
        return first is { Status: DecisionStatus.Taken } ? await Find(source, Decision.IdsOf(id), command) : first;
    }

    private async Task<DecisionReply?> Find(string source, IEnumerable<string> ids, Guid command)
    {
        await using var find = databases.Read.CreateCommand(SelectIdentities);
        find.Parameters.Add(new NpgsqlParameter { Value = ids.Select(each => EventIdentity.Of(source, each)).ToArray() });
        await using var reader = await find.ExecuteReaderAsync();
        var positions = ImmutableArray.CreateBuilder<Position>();
        while (await reader.ReadAsync())
        {
            if (reader.GetGuid(0) != hashes.Of(command))
            {
                return new DecisionReply(DecisionStatus.Reused, []);
            }

            positions.Add(new Position(reader.GetInt16(1), reader.GetInt64(2)));
        }

        return positions.Count == 0 ? null : new DecisionReply(DecisionStatus.Taken, positions.DrainToImmutable());
    }

    private static DecisionReply ReplyTo(ImmutableArray<PendingEvent> pending) => pending[0] switch
    {
        { IsOutdated: true } => new DecisionReply(DecisionStatus.Outdated, []),
        { Result.Status: AppendStatus.Conflict } => new DecisionReply(DecisionStatus.Reused, []),
        { Result.Status: AppendStatus.Refused } => new DecisionReply(DecisionStatus.Refused, []),
        _ => new DecisionReply(DecisionStatus.Taken, [.. pending.Where(e => !e.IsOutdated).Select(e => e.Result.Position)]),
    };
}
