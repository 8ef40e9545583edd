using Microsoft.Extensions.Options;
using Npgsql;

namespace AutoCrm.Actors.Api.Hosting;

/// <summary>The database and the bounds of its pools. Section <c>AutoCrm:Database</c>; the address is the connection string <c>AutoCrm</c>.</summary>
internal sealed class DatabaseOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "AutoCrm:Database";

    /// <summary>The name of the connection string.</summary>
    public const string ConnectionName = "AutoCrm";

    /// <summary>The schema that holds every table of the product.</summary>
    public const string Schema = "autocrm";

    /// <summary>The connection string, from <c>ConnectionStrings:AutoCrm</c>.</summary>
    public string ConnectionString { get; set; } = string.Empty;

    /// <summary>The most connections that reads use, 1 to 200.</summary>
    public int ReadPoolSize { get; set; } = 16;

    /// <summary>How long one read may take, in seconds, 1 to 60.</summary>
    public int ReadTimeoutSeconds { get; set; } = 5;
}

internal sealed class DatabaseOptionsValidator : IValidateOptions<DatabaseOptions>
{
    public ValidateOptionsResult Validate(string? name, DatabaseOptions options)
    {
        List<string> failures = [];
        if (!IsConnectionString(options.ConnectionString))
        {
            failures.Add($"ConnectionStrings:{DatabaseOptions.ConnectionName} must be a PostgreSQL connection string with at least Host and Database.");
        }

        if (options.ReadPoolSize is < 1 or > 200)
        {
            failures.Add($"{DatabaseOptions.Section}:ReadPoolSize must be 1 to 200.");
        }

        if (options.ReadTimeoutSeconds is < 1 or > 60)
        {
            failures.Add($"{DatabaseOptions.Section}:ReadTimeoutSeconds must be 1 to 60.");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static bool IsConnectionString(string text)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(text) is { Host.Length: > 0, Database.Length: > 0 };
        }
        catch (Exception malformed) when (malformed is ArgumentException or FormatException)
        {
            return false;
        }
    }
}
