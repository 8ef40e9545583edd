using AutoCrm.Actors.Cli.Processes;
using AutoCrm.Actors.Cli.Running;
using Npgsql;

namespace AutoCrm.Actors.Benchmarks.Running;

/// <summary>The private PostgreSQL of a system of which nothing else runs.</summary>
internal sealed class LonePostgres(SystemDatabase system) : IAsyncDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(5);

    public NpgsqlDataSource Database { get; } = NpgsqlDataSource.Create(system.ConnectionString);

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        if (system.Own?.Postmaster is { } postmaster)
        {
            await ProcessStop.StopPostgres(postmaster, Bound, TimeProvider.System, CancellationToken.None);
        }
    }
}
