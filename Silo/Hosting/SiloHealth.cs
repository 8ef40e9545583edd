using AutoCrm.Actors.Grains;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace AutoCrm.Actors.Silo.Hosting;

/// <summary>Health on the admin port: live = the process runs; ready = the database answers and the silo is active.</summary>
internal static class SiloHealth
{
    public static void AddSiloHealth(this IServiceCollection services) =>
        services.AddHealthChecks()
            .AddCheck<DatabaseCheck>("database")
            .AddCheck<ActiveCheck>("silo")
            .AddCheck<WeakenedCheck>("defences");

    public static void MapSiloHealth(this WebApplication app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false });
        app.MapHealthChecks("/health/ready");
    }

    private sealed class DatabaseCheck(DataSources databases) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            try
            {
                await using var command = databases.Read.CreateCommand("SELECT 1");
                await command.ExecuteScalarAsync(cancellationToken);
                return HealthCheckResult.Healthy();
            }
            catch (Exception failure) when (failure is NpgsqlException or TimeoutException or IOException)
            {
                return HealthCheckResult.Unhealthy("The database does not answer.", failure);
            }
        }
    }

    private sealed class ActiveCheck(ISiloStatusOracle oracle) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            Task.FromResult(oracle.CurrentStatus == SiloStatus.Active
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy($"The silo is {oracle.CurrentStatus}."));
    }
    // Degraded still counts as ready: the fault tests wait for it.
    private sealed class WeakenedCheck(Weaknesses weaknesses) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            Task.FromResult(weaknesses.Any
                ? HealthCheckResult.Degraded("Defences are switched off by AutoCrm:Weaken: events can be lost or counted twice.")
                : HealthCheckResult.Healthy());
    }
}
