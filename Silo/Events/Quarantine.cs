using System.Collections.Immutable;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Grains.Events;
using AutoCrm.Actors.Silo.Hosting;
using Npgsql;

namespace AutoCrm.Actors.Silo.Events;

/// <summary>The quarantine, a table that operators can read.</summary>
internal sealed class Quarantine(DataSources databases) : IQuarantine
{
    private const string Insert =
        """
        INSERT INTO quarantine (kind, key, partition, log_offset, reason, late) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT DO NOTHING
        """;

    private const string SelectLate = "SELECT kind, key, log_offset FROM quarantine WHERE partition = $1 AND late ORDER BY log_offset";

    private const string SelectEvents = "SELECT partition, log_offset FROM quarantine WHERE kind = $1 AND key = $2 AND NOT late";

    private const string Delete =
        """
        DELETE FROM quarantine q USING unnest($3, $4) AS released(partition, log_offset)
        WHERE q.kind = $1 AND q.key = $2 AND q.partition = released.partition AND q.log_offset = released.log_offset
          AND q.late = $5
        """;

    public Task Keep(Subject subject, Position position, string reason) => Keep(subject, position, reason, late: false);

    public Task KeepLate(Subject subject, Position from, string reason) => Keep(subject, from, reason, late: true);

    public async Task<ImmutableArray<(Subject Subject, Position From)>> ReadLate(int partition, CancellationToken cancellation)
    {
        await using var command = databases.Read.CreateCommand(SelectLate);
        command.Parameters.Add(new NpgsqlParameter<short> { TypedValue = (short)partition });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var late = ImmutableArray.CreateBuilder<(Subject, Position)>();
        while (await reader.ReadAsync(cancellation))
        {
            late.Add((new Subject((SubjectKind)reader.GetInt16(0), reader.GetString(1)), new Position(partition, reader.GetInt64(2))));
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

    public Task Release(Subject subject, IEnumerable<Position> positions) => Release(subject, positions.ToArray(), late: false);

    public Task ReleaseLate(Subject subject, Position from) => Release(subject, [from], late: true);

    private async Task Release(Subject subject, Position[] released, bool late)
    {
        if (released.Length == 0)
        {
            return;
        }

        await using var command = About(Delete, databases.Write, subject);
        command.Parameters.Add(new NpgsqlParameter { Value = Array.ConvertAll(released, p => (short)p.Partition) });
        command.Parameters.Add(new NpgsqlParameter { Value = Array.ConvertAll(released, p => p.Offset) });
        command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = late });
        await command.ExecuteNonQueryAsync();
    }

    private static NpgsqlCommand About(string sql, NpgsqlDataSource database, Subject subject)
    {
        var command = database.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<short> { TypedValue = (short)subject.Kind });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = subject.Id });
        return command;
    }

    private async Task Keep(Subject subject, Position position, string reason, bool late)
    {
        await using var command = About(Insert, databases.Write, subject);
        command.Parameters.Add(new NpgsqlParameter<short> { TypedValue = (short)position.Partition });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = position.Offset });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = reason });
        command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = late });
        await command.ExecuteNonQueryAsync();
    }
}
