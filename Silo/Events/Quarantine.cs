using AutoCrm.Actors.Events;
using AutoCrm.Actors.Grains.Events;
using AutoCrm.Actors.Silo.Hosting;
using Npgsql;

namespace AutoCrm.Actors.Silo.Events;

/// <summary>Keeps what actors could not fold, in a table that operators can read.</summary>
internal sealed class Quarantine(DataSources databases) : IQuarantine
{
    private const string Insert =
        """
        INSERT INTO quarantine (kind, key, partition, log_offset, reason) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT DO NOTHING
        """;

    public async Task Keep(Subject subject, Position position, string reason)
    {
        await using var command = databases.Write.CreateCommand(Insert);
        command.Parameters.Add(new NpgsqlParameter<short> { TypedValue = (short)subject.Kind });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = subject.Id });
        command.Parameters.Add(new NpgsqlParameter<short> { TypedValue = (short)position.Partition });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = position.Offset });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = reason });
        await command.ExecuteNonQueryAsync();
    }
}
