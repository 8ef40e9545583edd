using Microsoft.Extensions.Options;
using Npgsql;

namespace AutoCrm.Actors.Api.Hosting;

/// <summary>The Api's data sources: one pool per purpose, so that reads cannot starve the cluster's connection.</summary>
internal static class Database
{
    /// <summary>The key of the data source for read models.</summary>
    public const string Reads = "reads";

    /// <summary>The key of the data source for the cluster's gateway list.</summary>
    public const string Clustering = "clustering";

    private const int ClusteringPoolSize = 2;
    private const int ConnectTimeoutSeconds = 5;
    private const int ClusteringTimeoutSeconds = 10;

    public static IServiceCollection AddDatabase(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<DatabaseOptions>()
            .Bind(configuration.GetSection(DatabaseOptions.Section))
            .Configure(options => options.ConnectionString = configuration.GetConnectionString(DatabaseOptions.ConnectionName) ?? string.Empty)
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<DatabaseOptions>, DatabaseOptionsValidator>();
        services.AddKeyedSingleton(Reads, (provider, _) =>
        {
            var options = OptionsOf(provider);
            return Build(provider, Reads, options.ReadPoolSize, options.ReadTimeoutSeconds);
        });
        services.AddKeyedSingleton(Clustering, (provider, _) =>
            Build(provider, Clustering, ClusteringPoolSize, ClusteringTimeoutSeconds));
        return services;
    }

    private static NpgsqlDataSource Build(IServiceProvider provider, string purpose, int poolSize, int timeoutSeconds)
    {
        var connection = new NpgsqlConnectionStringBuilder(OptionsOf(provider).ConnectionString)
        {
            SearchPath = DatabaseOptions.Schema,
            ApplicationName = $"autocrm-api-{purpose}",
            MinPoolSize = 0,
            MaxPoolSize = poolSize,
            Timeout = ConnectTimeoutSeconds,
            CommandTimeout = timeoutSeconds,
            IncludeErrorDetail = false,
        };
        var builder = new NpgsqlDataSourceBuilder(connection.ConnectionString);
        builder.UseLoggerFactory(provider.GetRequiredService<ILoggerFactory>());
        return builder.Build();
    }

    private static DatabaseOptions OptionsOf(IServiceProvider provider) =>
        provider.GetRequiredService<IOptions<DatabaseOptions>>().Value;
}
