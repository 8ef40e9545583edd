using AutoCrm.Actors.Silo.Schema;
using AutoCrm.Actors.Silo.Streams;
using Npgsql;

namespace AutoCrm.Actors.Silo.Hosting;

/// <summary><c>/status</c> on the admin port: the silo's standing, its partitions, and how far the log is folded.</summary>
internal static class SiloStatusPage
{
    private const string SelectLag =
        """
        SELECT coalesce(sum(h.head_offset - coalesce(c.log_offset, 0)), 0)::bigint
        FROM partition_head h LEFT JOIN partition_checkpoint c ON c.partition = h.partition AND c.epoch = $1
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static void MapSiloStatus(this WebApplication app) => app.MapGet("/status", Answer);

    private static async Task<IResult> Answer(
        ILocalSiloDetails details, ISiloStatusOracle oracle, OwnedPartitions owned, LogIncarnation incarnation, DataSources databases, TimeProvider time)
    {
        return Results.Ok(new
        {
            silo = details.SiloAddress.ToString(),
            status = oracle.CurrentStatus.ToString(),
            partitions = owned.Now,
            partitionsOfLog = incarnation.Partitions,
            lag = await Lag(databases, incarnation.Epoch, time),
        });
    }

    private static async Task<long?> Lag(DataSources databases, Guid epoch, TimeProvider time)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        try
        {
            await using var command = databases.Read.CreateCommand(SelectLag);
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = epoch });
            return (long?)await command.ExecuteScalarAsync(patience.Token);
        }
        catch (Exception away) when (away is NpgsqlException or TimeoutException or IOException or OperationCanceledException)
        {
            return null;
        }
    }
}
