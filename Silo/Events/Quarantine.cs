using System.Collections.Immutable;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Grains.Events;
using AutoCrm.Actors.Silo.Hosting;
using AutoCrm.Actors.Silo.Owners;
using Npgsql;

namespace AutoCrm.Actors.Silo.Events;

/// <summary>The quarantine, a table that operators can read.</summary>
internal sealed class Quarantine(DataSources databases, ILocalSiloDetails here) : IQuarantine
{
    private const string Insert =
        """
        INSERT INTO quarantine (kind, key, partition, log_offset, reason) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT DO NOTHING
        """;

    private const string InsertLate =
        """
        INSERT INTO quarantine (kind, key, partition, log_offset, reason, late, keeper, silo) VALUES ($1, $2, $3, $4, $5, true, $6, $7)
        ON CONFLICT DO NOTHING
        """;

    // A dead silo moves no checkpoint. Rows that were left are of no silo.
    private const string SelectLate =
        $"""
        SELECT kind, key, log_offset, keeper, NOT EXISTS (
            SELECT FROM OrleansMembershipTable m WHERE {MemberNames.OfRow} = q.silo AND m.Status <> 6)
        FROM quarantine q WHERE partition = $1 AND late ORDER BY log_offset
        """;

    private const string UpdateLeft = "UPDATE quarantine SET silo = '' WHERE partition = $1 AND keeper = $2 AND late";

    private const string DeleteLate =
        "DELETE FROM quarantine WHERE kind = $1 AND key = $2 AND partition = $3 AND log_offset = $4 AND late AND keeper = $5";

    private const string SelectEvents = "SELECT partition, log_offset FROM quarantine WHERE kind = $1 AND key = $2 AND NOT late";

    private const string Delete =
        """
        DELETE FROM quarantine q USING unnest($3, $4) AS released(partition, log_offset)
        WHERE q.kind = $1 AND q.key = $2 AND q.partition = released.partition AND q.log_offset = released.log_offset
          AND NOT q.late
        """;

    public async Task Keep(Subject subject, Position position, string reason)
    {
        await using var command = About(Insert, subject, position);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = reason });
        await command.ExecuteNonQueryAsync();
    }

    public async Task KeepLate(LateRow late, string reason)
    {
        await using var command = About(InsertLate, late.Subject, late.From);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = reason });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = late.Keeper });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = here.SiloAddress.MemberName() });
        await command.ExecuteNonQueryAsync();
    }

    public async Task<ImmutableArray<(LateRow Row, bool IsLeft)>> ReadLate(int partition, CancellationToken cancellation)
    {
        await using var command = databases.Read.CreateCommand(SelectLate);
        command.Parameters.Add(new NpgsqlParameter<short> { TypedValue = (short)partition });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var late = ImmutableArray.CreateBuilder<(LateRow Row, bool IsLeft)>();
        while (await reader.ReadAsync(cancellation))
        {
            var subject = new Subject((SubjectKind)reader.GetInt16(0), reader.GetString(1));
            late.Add((new LateRow(subject, new Position(partition, reader.GetInt64(2)), reader.GetGuid(3)), reader.GetBoolean(4)));
        }

        return late.ToImmutable();
    }

    public async Task<ImmutableArray<Position>> Read(Subject subject)
    {
        await using var command = About(SelectEvents, databases.Read, subject);
        await using var reader = await command.ExecuteReaderAsync();
        var positions = ImmutableArray.CreateBuilder<Position>();
        while (await reader.ReadAsync())
        {
            positions.Add(new Position(reader.GetInt16(0), reader.GetInt64(1)));
        }

        return positions.ToImmutable();
    }

    public async Task Release(Subject subject, IEnumerable<Position> positions)
    {
        var released = positions.ToArray();
        if (released.Length == 0)
        {
            return;
        }

        await using var command = About(Delete, databases.Write, subject);
        command.Parameters.Add(new NpgsqlParameter { Value = Array.ConvertAll(released, p => (short)p.Partition) });
        command.Parameters.Add(new NpgsqlParameter { Value = Array.ConvertAll(released, p => p.Offset) });
        await command.ExecuteNonQueryAsync();
    }

    public async Task Leave(int partition, Guid keeper)
    {
        await using var command = databases.Write.CreateCommand(UpdateLeft);
        command.Parameters.Add(new NpgsqlParameter<short> { TypedValue = (short)partition });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = keeper });
        await command.ExecuteNonQueryAsync();
    }

    public async Task ReleaseLate(LateRow late)
    {
        await using var command = About(DeleteLate, late.Subject, late.From);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = late.Keeper });
        await command.ExecuteNonQueryAsync();
    }

    private NpgsqlCommand About(string sql, Subject subject, Position position)
    {
        var command = About(sql, databases.Write, subject);
        command.Parameters.Add(new NpgsqlParameter<short> { TypedValue = (short)position.Partition });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = position.Offset });
        return command;
    }

    private static NpgsqlCommand About(string sql, NpgsqlDataSource database, Subject subject)
    {
        var command = database.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<short> { TypedValue = (short)subject.Kind });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = subject.Id });
        return command;
    }
}
