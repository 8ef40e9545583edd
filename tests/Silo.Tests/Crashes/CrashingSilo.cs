using AutoCrm.Actors.Grains.Events;
using AutoCrm.Actors.Silo.Events;
using AutoCrm.Actors.Silo.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Orleans.Configuration;

namespace AutoCrm.Actors.Silo.Tests.Crashes;

/// <summary>A silo in a role of its own, whose life a <see cref="CrashPoint"/> ends.</summary>
internal static class CrashingSilo
{
    /// <summary>Makes the role, and what ends its silo.</summary>
    public static async Task<(string Role, CrashPoint Crash)> Prepare(NpgsqlDataSource database, string connectionString, Step step, int time)
    {
        var role = $"silo_{Guid.NewGuid():N}";
        await using var command = database.CreateCommand($"CREATE ROLE {role} LOGIN SUPERUSER PASSWORD 'crash'");
        await command.ExecuteNonQueryAsync();
        return (role, new CrashPoint(connectionString, role, step, time));
    }

    /// <summary>Starts it, with a log that crashes and whatever else.</summary>
    public static Task<WebApplication> Start(
        NpgsqlDataSource database, string connectionString, (string Role, CrashPoint Crash) silo, Action<IServiceCollection> more, params string[] settings) => SiloFixture.Start(
        new NpgsqlConnectionStringBuilder(connectionString) { Username = silo.Role, Password = "crash" }.ConnectionString,
        services =>
        {
            services.AddSingleton<IEventLog>(provider => new CrashingLog(provider.GetRequiredService<PostgresEventLog>(), silo.Crash));
            more(services);
            // The members are kept apart from what is tested: without them a silo takes a minute to stop.
            services.PostConfigure<AdoNetClusteringSiloOptions>(members => members.DataSource = database);
            // It would end the process of the tests, should a silo without a database take long to stop.
            services.Remove(services.Single(service => service.ImplementationType == typeof(BoundedStop)));
        },
        [$"--AutoCrm:ClusterId={silo.Role}", .. settings]);

    /// <summary>Ends what is left of it: it has no database any more, so an orderly stop would only take long.</summary>
    public static async Task End(WebApplication silo)
    {
        using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await silo.StopAsync(soon.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await ((Task)silo.DisposeAsync().AsTask()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
