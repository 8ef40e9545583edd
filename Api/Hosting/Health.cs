using Npgsql;

namespace AutoCrm.Actors.Api.Hosting;

/// <summary>Live: the process answers. Ready: a silo is connected and the database answers.</summary>
internal static class Health
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static IEndpointRouteBuilder MapHealth(this IEndpointRouteBuilder endpoints)
    {
        // Any method: a 405 would tell the public port that there is something.
        endpoints.Map("/health/live", () => TypedResults.Ok(new { status = "live" }))
            .WithMetadata(AdminOnly.Instance).AllowAnonymous();
        endpoints.Map("/health/ready", Ready).WithMetadata(AdminOnly.Instance).AllowAnonymous();
        return endpoints;
    }

    private static async Task<IResult> Ready(
        ClusterLink cluster,
        [FromKeyedServices(Database.Reads)] NpgsqlDataSource reads,
        TimeProvider time,
        IHostApplicationLifetime lifetime,
        CancellationToken cancelled)
    {
        var silo = cluster.IsUp;
        var database = await Answers(reads, time, cancelled);
        var stopping = lifetime.ApplicationStopping.IsCancellationRequested;
        var ready = silo && database && !stopping;
        return Results.Json(
            new { status = ready ? "ready" : "not ready", silo, database, stopping },
            statusCode: ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<bool> Answers(NpgsqlDataSource reads, TimeProvider time, CancellationToken cancelled)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancelled);
        try
        {
            await using var command = reads.CreateCommand("SELECT 1");
            await command.ExecuteScalarAsync(either.Token);
            return true;
        }
        catch (Exception away) when (away is NpgsqlException or OperationCanceledException or TimeoutException)
        {
            return false;
        }
    }
}
