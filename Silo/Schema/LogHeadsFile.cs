using System.Text.Json;
using AutoCrm.Actors.Silo.Hosting;
using Npgsql;

namespace AutoCrm.Actors.Silo.Schema;

/// <summary>
/// How far the log had come, in a file outside the database. A backup that was put in the place of the data while no
/// silo ran looks in every respect like the log that it is a part of; a silo that starts on it sees here that there was
/// more, and gives it another epoch. Several silos may share the file.
/// </summary>
/// <param name="path">The file; a missing or damaged one says nothing.</param>
internal sealed class LogHeadsFile(string path)
{
    private const string Select = "SELECT i.epoch, h.partition, h.head_offset FROM log_incarnation i CROSS JOIN partition_head h";

    private long[] written = [];

    /// <summary>Gives the log another epoch if it is shorter than it was.</summary>
    /// <returns>Whether it was shorter.</returns>
    public async Task<bool> RenewIfShorter(string connectionString, CancellationToken cancellation)
    {
        // Read first: silos that run meanwhile make the log longer, and the file only after it.
        if (Read() is not { } known)
        {
            return false;
        }

        await using var connection = await DataSources.Open(connectionString, cancellation);
        if (!await IsShorter(connection, known, cancellation))
        {
            return false;
        }

        await using var renew = new NpgsqlCommand(LogIncarnation.Renew, connection) { Parameters = { new NpgsqlParameter<Guid> { TypedValue = known.Epoch } } };
        return await renew.ExecuteNonQueryAsync(cancellation) > 0;
    }

    /// <summary>Notes how far the log has come. What a power cut takes of it only makes it older.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public void Note(Guid epoch, long[] heads)
    {
        if (heads.AsSpan().SequenceEqual(written))
        {
            return;
        }

        var fresh = $"{path}.{Environment.ProcessId}.new";
        File.WriteAllBytes(fresh, JsonSerializer.SerializeToUtf8Bytes(new Heads(epoch, heads)));
        File.Move(fresh, path, overwrite: true);
        written = heads;
    }

    private static async Task<bool> IsShorter(NpgsqlConnection connection, Heads known, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Select, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            if (reader.GetGuid(0) == known.Epoch && reader.GetInt64(2) < known.Offsets.ElementAtOrDefault(reader.GetInt16(1)))
            {
                return true;
            }
        }

        return false;
    }

    private Heads? Read()
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<Heads>(File.ReadAllBytes(path)) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record Heads(Guid Epoch, long[] Offsets);
}
