using GraphQL.Types;

namespace AutoCrm.Actors.Api.Graph;

/// <summary>Builds the schema when the process starts, so that a wrong one never serves.</summary>
internal sealed class SchemaCheck(ISchema schema) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        schema.Initialize();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
