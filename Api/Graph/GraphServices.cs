using System.Text.Encodings.Web;
using AutoCrm.Actors.Api.Graph.Commands;
using AutoCrm.Actors.Api.Graph.Customers;
using AutoCrm.Actors.Api.Graph.Dealerships;
using AutoCrm.Actors.Api.Graph.Events;
using AutoCrm.Actors.Api.Graph.Quarantine;
using AutoCrm.Actors.Api.Graph.Vehicles;
using AutoCrm.Actors.Api.Live;
using AutoCrm.Actors.Api.ReadModels;
using AutoCrm.Actors.Api.Transports;
using GraphQL;
using GraphQL.SystemTextJson;
using GraphQLParser.AST;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace AutoCrm.Actors.Api.Graph;

internal static class GraphServices
{
    /// <summary>Adds GraphQL: schema, execution, live changes and transports. Needs the data source "reads" and an Orleans client.</summary>
    public static IServiceCollection AddGraph(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<GraphOptions>().Bind(configuration.GetSection(GraphOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<GraphOptions>, GraphOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        AddReads(services);
        AddLive(services);
        AddSchema(services);
        services.AddTransports(configuration);
        return services;
    }

    /// <summary>Serves GraphQL at <c>/graphql</c> over HTTP, WebSocket and server-sent events.</summary>
    public static void MapGraph(this WebApplication app) => app.MapTransports();

    private static void AddReads(IServiceCollection services)
    {
        services.AddSingleton<VehicleDirectory>();
        services.AddSingleton<CustomerDirectory>();
        services.AddSingleton<DealershipDirectory>();
        services.AddSingleton<TimelineDirectory>();
        services.AddSingleton<QuarantineDirectory>();
        services.AddSingleton<Freshness>();
    }

    private static void AddLive(IServiceCollection services)
    {
        services.TryAddSingleton<ILiveStates, GrainStates>();
        services.TryAddSingleton<ICommands, GrainCommands>();
        services.AddSingleton<WatchHub>();
        services.AddSingleton<LogReader>();
        services.AddSingleton<VehicleChanges>();
        services.AddSingleton<LogSteps>();
        services.AddHostedService<LogObservation>();
        services.AddHostedService<LogTail>();
    }

    private static void AddSchema(IServiceCollection services)
    {
        services.AddSingleton<Timelines>();
        services.AddSingleton<VehicleQueries>();
        services.AddSingleton<VehicleSubscriptions>();
        services.AddSingleton<VehicleMutations>();
        services.AddSingleton<CommandMutations>();
        services.AddSingleton<CustomerMutations>();
        services.AddSingleton<MergeMutations>();
        services.AddSingleton<QuarantineFields>();
        services.AddSingleton<CustomerQueries>();
        services.AddSingleton<DealershipQueries>();
        services.AddSingleton<DocumentLimits>();
        services.AddSingleton<GraphErrors>();
        services.AddSingleton<GraphExecutor>();
        services.AddSingleton(provider => new GraphQLSerializer(
            json => json.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, provider.GetRequiredService<GraphErrors>()));
        services.AddHostedService<SchemaCheck>();
        services.AddGraphQL(graph => graph
            .AddSchema<GraphSchema>()
            .AddGraphTypes(typeof(GraphSchema).Assembly)
            .AddExecutionStrategy<SubscriptionStrategy>(OperationType.Subscription));
    }
}
