using AutoCrm.Actors.Api.Hosting;
using AutoCrm.Actors.Events;
using Npgsql;

namespace AutoCrm.Actors.Api.ReadModels;

/// <summary>Whether a position that a reader demands is there.</summary>
internal enum Reached
{
    Yes,

    /// <summary>Not within the time that a read may wait.</summary>
    NotYet,

    /// <summary>The position belongs to another incarnation of the log.</summary>
    ForeignEpoch,
}

/// <summary>How fresh the read models are, and waiting until they are fresh enough.</summary>
internal sealed class Freshness([FromKeyedServices(Database.Reads)] NpgsqlDataSource reads, TimeProvider time)
{
    // A checkpoint passes what somebody in the quarantine lacks; the row of that one does not hold it yet. One statement: the
    // row in the quarantine is there before the checkpoint passes, and goes only when the read model's row is written.
    private const string FoldedSql =
        """
        SELECT i.epoch, c.partition, least(c.log_offset, late.first - 1)
        FROM log_incarnation i
        LEFT JOIN partition_checkpoint c ON c.epoch = i.epoch
        LEFT JOIN (SELECT partition, min(log_offset) AS first FROM quarantine WHERE late GROUP BY partition) late ON late.partition = c.partition
        ORDER BY c.partition
        """;

    private const string WrittenSql =
        "SELECT i.epoch, h.partition, h.head_offset FROM log_incarnation i LEFT JOIN partition_head h ON true ORDER BY h.partition";

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PollEvery = TimeSpan.FromMilliseconds(20);

    /// <summary>How far the read models are. Asked before the rows are read, it never promises too much.</summary>
    public Task<PositionToken> Folded(CancellationToken cancellation) => Token(FoldedSql, cancellation);

    /// <summary>How far the log is.</summary>
    public Task<PositionToken> Written(CancellationToken cancellation) => Token(WrittenSql, cancellation);

    /// <summary>Waits until the read models hold a position.</summary>
    public async Task<Reached> WaitUntilFolded(PositionToken atLeast, CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            var reached = Compare(await Folded(cancellation), atLeast);
            if (reached != Reached.NotYet || time.GetElapsedTime(started) >= LongestWait)
            {
                return reached;
            }

            await Task.Delay(PollEvery, time, cancellation);
        }
    }

    /// <summary>Whether a position is in the log, so that an actor can be asked to read up to it.</summary>
    public async Task<Reached> IsWritten(PositionToken atLeast, CancellationToken cancellation) =>
        Compare(await Written(cancellation), atLeast);

    private static Reached Compare(PositionToken now, PositionToken atLeast)
    {
        if (now.Epoch != atLeast.Epoch)
        {
            return Reached.ForeignEpoch;
        }

        return now.Covers(atLeast) ? Reached.Yes : Reached.NotYet;
    }

    private async Task<PositionToken> Token(string sql, CancellationToken cancellation)
    {
        var rows = await reads.Query(
            sql,
            [],
            row => (Epoch: row.GetGuid(0), Position: row.IsDBNull(1) ? (Position?)null : new Position(row.GetInt16(1), row.GetInt64(2))),
            cancellation);
        return PositionToken.Of(
            rows.Count == 0 ? Guid.Empty : rows[0].Epoch,
            rows.Where(row => row.Position is { Offset: > 0 }).Select(row => row.Position!.Value));
    }
}
