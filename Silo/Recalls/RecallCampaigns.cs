using AutoCrm.Actors.Events;
using AutoCrm.Actors.Grains.Recalls;
using AutoCrm.Actors.Recalls;
using AutoCrm.Actors.Silo.Events;
using AutoCrm.Actors.Silo.Hosting;
using AutoCrm.Actors.Silo.Privacy;
using Npgsql;

namespace AutoCrm.Actors.Silo.Recalls;

/// <summary>
/// Notes the campaigns that the log holds: what they open, and what they cancel as a whole. Offsets are dense and become
/// visible in order, so that up to where a partition is noted is one number, and no campaign is passed over.
/// </summary>
internal sealed class RecallCampaigns(DataSources databases, PersonalReading reading)
{
    private const int MostOfPartition = 50;

    private const string SelectNew =
        $"""
        SELECT {LoggedEventReader.Columns}
        FROM partition_head h LEFT JOIN recall_noted n USING (partition)
        CROSS JOIN LATERAL (
            SELECT * FROM event_log l
            WHERE l.partition = h.partition AND l.log_offset > coalesce(n.log_offset, 0)
                AND l.type IN ('autocrm.recall.opened.v1', 'autocrm.recall.cancelled.v1') AND l.source <> '{EventSources.Derived}'
            ORDER BY l.log_offset LIMIT $1) e
        ORDER BY e.partition, e.log_offset
        """;

    private const string InsertOpening =
        """
        INSERT INTO recall_opening (partition, log_offset, campaign, occurred_at, make, model, years, walking)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $5 IS NOT NULL) ON CONFLICT DO NOTHING
        """;

    private const string InsertCancellation =
        """
        INSERT INTO recall_cancellation (partition, log_offset, campaign, occurred_at)
        VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING
        """;

    /// <summary>Notes vehicles that an opening is about to reach.</summary>
    private const string InsertReached =
        "INSERT INTO recall_reached (partition, log_offset, vin) SELECT $1, $2, vin FROM unnest($3) AS vin ON CONFLICT DO NOTHING";

    private const string Advance =
        """
        INSERT INTO recall_noted (partition, log_offset) VALUES ($1, $2)
        ON CONFLICT (partition) DO UPDATE SET log_offset = greatest(recall_noted.log_offset, excluded.log_offset)
        """;

    // From the beginning again: those that the opening has reached are told of its end.
    private const string Cancel =
        """
        UPDATE recall_opening o
        SET cancel_partition = c.partition, cancel_offset = c.log_offset, walking = true, walked = ''
        FROM recall_cancellation c
        WHERE o.campaign = ANY($1) AND o.cancel_offset IS NULL AND c.campaign = o.campaign AND c.occurred_at > o.occurred_at
        """;

    /// <summary>Notes what has come since, in one transaction.</summary>
    /// <returns>Whether there may be more.</returns>
    public async Task<bool> Note(CancellationToken cancellation)
    {
        var news = await Read(cancellation);
        if (news.Count == 0)
        {
            return false;
        }

        await using var connection = await databases.Storage.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var batch = new NpgsqlBatch(connection);
        foreach (var happened in news)
        {
            Add(batch, happened);
        }

        foreach (var partition in news.GroupBy(e => e.Position.Partition))
        {
            batch.BatchCommands.Add(Command(Advance, (short)partition.Key, partition.Max(e => e.Position.Offset)));
        }

        batch.BatchCommands.Add(Command(Cancel, [news.Select(e => CampaignOf(e.Payload)).OfType<string>().Distinct().ToArray()]));
        await batch.ExecuteNonQueryAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return news.Count >= MostOfPartition;
    }

    /// <summary>Notes, before it is done, that an opening reaches vehicles: a cancellation must find them whatever comes between.</summary>
    public async Task NoteReached(Position opening, string[] vins, CancellationToken cancellation)
    {
        await using var command = databases.Storage.CreateCommand(InsertReached);
        command.Parameters.AddRange(Parameters((short)opening.Partition, opening.Offset, vins));
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private async Task<List<LoggedEvent>> Read(CancellationToken cancellation)
    {
        await using var command = databases.Read.CreateCommand(SelectNew);
        command.Parameters.Add(new NpgsqlParameter { Value = MostOfPartition });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var events = new List<LoggedEvent>();
        while (await reader.ReadAsync(cancellation))
        {
            events.Add(LoggedEventReader.Read(reader, 0, reading));
        }

        return events;
    }

    private static void Add(NpgsqlBatch batch, LoggedEvent happened)
    {
        var (partition, offset) = ((short)happened.Position.Partition, happened.Position.Offset);
        var at = happened.Stamp.At.UtcDateTime;
        switch (happened.Payload)
        {
            case RecallOpened opened:
                batch.BatchCommands.Add(Command(
                    InsertOpening, partition, offset, opened.Campaign, at,
                    RecallFit.Comparable(opened.Rule?.Make), RecallFit.Comparable(opened.Rule?.Model), opened.Rule?.Years.ToArray() ?? []));
                batch.BatchCommands.Add(Command(InsertReached, partition, offset, Named(happened, opened)));
                break;
            // One vehicle's own cancellation has reached it by itself.
            case RecallCancelled cancelled when happened.Vin is null:
                batch.BatchCommands.Add(Command(InsertCancellation, partition, offset, cancelled.Campaign, at));
                break;
        }
    }

    private static string[] Named(LoggedEvent happened, RecallOpened opened) =>
        [.. RecallSpread.Listed(opened).Concat(happened.Vin is { } vin ? [vin] : []).Distinct(StringComparer.Ordinal)];

    private static string? CampaignOf(EventPayload payload) => payload switch
    {
        RecallOpened e => e.Campaign,
        RecallCancelled e => e.Campaign,
        _ => null,
    };

    private static NpgsqlBatchCommand Command(string sql, params object?[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.AddRange(Parameters(values));
        return command;
    }

    private static NpgsqlParameter[] Parameters(params object?[] values) => Array.ConvertAll(values, value => value is null
        ? new NpgsqlParameter<string?> { TypedValue = null }
        : new NpgsqlParameter { Value = value });
}
