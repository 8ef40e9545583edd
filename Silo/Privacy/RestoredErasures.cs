using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Grains;
using AutoCrm.Actors.Grains.Events;
using AutoCrm.Actors.Silo.Hosting;
using Npgsql;

namespace AutoCrm.Actors.Silo.Privacy;

/// <summary>
/// Erases again whom the register names and the database has not erased, because a backup from before was restored: the
/// keys before any actor can read, and then by an event, so that actors, rows and subscribers know.
/// </summary>
internal static class RestoredErasures
{
    private const string DestroyKeys =
        $"""
        WITH destroyed AS ({CustomerKeys.Destroy} RETURNING customer),
        forgotten AS (DELETE FROM customer_clue WHERE customer IN (SELECT customer FROM destroyed))
        SELECT count(*) FROM destroyed
        """;

    private const string SelectUntold =
        """
        SELECT customer FROM unnest($1) AS registered (customer)
        WHERE NOT EXISTS (SELECT FROM event_log e WHERE e.customer = registered.customer AND e.type = $2)
        """;

    private static readonly string Type = EventCatalogue.TypeOf(typeof(CustomerErased));

    /// <summary>Destroys the keys that are there again.</summary>
    /// <returns>How many, and how many lines of the register name nobody.</returns>
    /// <exception cref="InvalidOperationException">The register cannot be read: the erased would be there again.</exception>
    public static async Task<(long Again, int Unsigned)> Destroy(string connectionString, ErasureRegister register, CancellationToken cancellation)
    {
        var (customers, unsigned) = await Read(register, cancellation);
        if (customers.Count == 0)
        {
            return (0, unsigned);
        }

        await using var connection = await DataSources.Open(connectionString, cancellation);
        await using var command = new NpgsqlCommand(DestroyKeys, connection);
        command.Parameters.Add(new NpgsqlParameter { Value = InOrder(customers) });
        return ((long)(await command.ExecuteScalarAsync(cancellation))!, unsigned);
    }

    /// <summary>Appends the events that the log lacks. Told twice it is told once.</summary>
    /// <returns>Whether the log took all of them.</returns>
    public static async Task<bool> Tell(
        NpgsqlDataSource reads, IEventLog log, IReadOnlySet<string> customers, DateTimeOffset now, CancellationToken cancellation)
    {
        foreach (var some in (await Untold(reads, InOrder(customers), cancellation)).Chunk(IIntakeGrain.MaxEvents))
        {
            var reply = await log.Append([.. some.Select(customer => Event(customer, now))]);
            if (reply.Unavailable is not null)
            {
                return false;
            }
        }

        return true;
    }

    private static async Task<RegisteredErasures> Read(ErasureRegister register, CancellationToken cancellation)
    {
        try
        {
            return await register.Read(cancellation);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException(
                $"{PrivacyOptions.Section}:{nameof(PrivacyOptions.ErasureRegister)} names a file that cannot be used ({failure.Message}): whoever stands in it may have to be erased again.", failure);
        }
    }

    private static async Task<List<string>> Untold(NpgsqlDataSource reads, string[] customers, CancellationToken cancellation)
    {
        await using var command = reads.CreateCommand(SelectUntold);
        command.Parameters.Add(new NpgsqlParameter { Value = customers });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Type });
        var untold = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            untold.Add(reader.GetString(0));
        }

        return untold;
    }

    // Another silo may append the same in this moment with another time: a conflict, which changes nothing.
    private static NewEvent Event(string customer, DateTimeOffset now) =>
        new DueEvent(Type, "erasure-register", now, "{}"u8.ToArray()).Of(Subject.Customer(customer));

    private static string[] InOrder(IReadOnlySet<string> customers) => [.. customers.Order(StringComparer.Ordinal)];
}
