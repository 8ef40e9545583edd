using System.Collections.Immutable;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Recalls;
using AutoCrm.Actors.Silo.Hosting;
using Npgsql;

namespace AutoCrm.Actors.Silo.Recalls;

/// <summary>A walk that is under way.</summary>
/// <param name="Opening">The opening.</param>
/// <param name="Cancellation">What has cancelled it since; null if it holds.</param>
/// <param name="Walked">The last vehicle of the walk, or an empty text.</param>
/// <param name="Table">The table that is walked.</param>
internal sealed record RecallWalk(Position Opening, Position? Cancellation, string Walked, uint Table);

/// <summary>A rule that vehicles may fit.</summary>
internal sealed record OpenRule(Position Opening, RecallRule Rule);

/// <summary>The openings that are noted, and how far they have been spread.</summary>
internal sealed class RecallOpenings(DataSources databases)
{
    /// <summary>So many walks go on side by side; the others wait for their turn.</summary>
    private const int MostWalks = 16;

    // A rebuild puts another table in the place of the read model, and its rows may say something else.
    private const string SelectWalks =
        """
        SELECT partition, log_offset, cancel_partition, cancel_offset,
               CASE WHEN cancel_offset IS NULL AND walked_table <> current.id THEN '' ELSE walked END, current.id
        FROM recall_opening, (SELECT 'vehicle_row'::regclass::oid) AS current(id)
        WHERE (walking OR make IS NOT NULL) AND (walking OR (cancel_offset IS NULL AND walked_table <> current.id))
        ORDER BY partition, log_offset LIMIT $1
        """;

    private const string UpdateWalk =
        """
        UPDATE recall_opening SET walked = $3, walked_table = $4, walking = $5
        WHERE partition = $1 AND log_offset = $2 AND cancel_offset IS NOT DISTINCT FROM $6
        """;

    private const string SelectRules =
        """
        SELECT partition, log_offset, make, model, years FROM recall_opening
        WHERE make = ANY($1) AND cancel_offset IS NULL
        """;

    private const string SelectRule =
        "SELECT partition, log_offset, make, model, years FROM recall_opening WHERE partition = $1 AND log_offset = $2";

    private const string SelectReached =
        "SELECT vin FROM recall_reached WHERE partition = $1 AND log_offset = $2 AND vin > $3 ORDER BY vin LIMIT $4";

    /// <summary>The walks that have not come to their end.</summary>
    public async Task<List<RecallWalk>> Walks(CancellationToken cancellation)
    {
        await using var command = Command(SelectWalks, MostWalks);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var walks = new List<RecallWalk>();
        while (await reader.ReadAsync(cancellation))
        {
            walks.Add(new RecallWalk(
                PositionIn(reader), reader.IsDBNull(2) ? null : new Position(reader.GetInt16(2), reader.GetInt64(3)),
                reader.GetString(4), reader.GetFieldValue<uint>(5)));
        }

        return walks;
    }

    /// <summary>Notes how far a walk is, unless its opening was cancelled meanwhile.</summary>
    public async Task Progress(RecallWalk walk, string walked, bool more, CancellationToken cancellation)
    {
        await using var command = Command(UpdateWalk, (short)walk.Opening.Partition, walk.Opening.Offset, walked);
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Oid, Value = walk.Table });
        command.Parameters.Add(new NpgsqlParameter { Value = more });
        command.Parameters.Add(new NpgsqlParameter
        {
            NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Bigint,
            Value = walk.Cancellation is { } cancelled ? cancelled.Offset : DBNull.Value,
        });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>The rules that hold for some makes, as makes are compared.</summary>
    public Task<List<OpenRule>> Rules(string[] makes, CancellationToken cancellation) =>
        ReadRules(Command(SelectRules, [makes]), cancellation);

    /// <summary>The rule of an opening.</summary>
    public async Task<OpenRule?> RuleOf(Position opening, CancellationToken cancellation) =>
        (await ReadRules(Command(SelectRule, (short)opening.Partition, opening.Offset), cancellation)).SingleOrDefault();

    /// <summary>The next vehicles that an opening has reached, in order of VIN.</summary>
    public async Task<List<string>> Reached(Position opening, string after, int most, CancellationToken cancellation)
    {
        await using var command = Command(SelectReached, (short)opening.Partition, opening.Offset, after, most);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var vins = new List<string>();
        while (await reader.ReadAsync(cancellation))
        {
            vins.Add(reader.GetString(0));
        }

        return vins;
    }

    private static async Task<List<OpenRule>> ReadRules(NpgsqlCommand asked, CancellationToken cancellation)
    {
        await using var command = asked;
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var rules = new List<OpenRule>();
        while (await reader.ReadAsync(cancellation))
        {
            rules.Add(new OpenRule(PositionIn(reader), new RecallRule
            {
                Make = reader.GetString(2),
                Model = reader.IsDBNull(3) ? null : reader.GetString(3),
                Years = ImmutableArray.Create(reader.GetFieldValue<int[]>(4)),
            }));
        }

        return rules;
    }

    private static Position PositionIn(NpgsqlDataReader reader) => new(reader.GetInt16(0), reader.GetInt64(1));

    private NpgsqlCommand Command(string sql, params object[] values)
    {
        var command = databases.Storage.CreateCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        return command;
    }
}
