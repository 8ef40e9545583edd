using Microsoft.Extensions.Options;

namespace AutoCrm.Actors.Api.Hosting;

/// <summary>Where the Api listens and which cluster it belongs to. Section <c>AutoCrm</c>.</summary>
internal sealed class ApiOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "AutoCrm";

    /// <summary>The public port on the loopback address.</summary>
    public int Port { get; set; } = 5080;

    /// <summary>The port for health and metrics on the loopback address; never the same as the public one.</summary>
    public int AdminPort { get; set; } = 5081;

    /// <summary>The Orleans cluster to connect to.</summary>
    public string ClusterId { get; set; } = "autocrm";

    /// <summary>The Orleans service that the cluster runs.</summary>
    public string ServiceId { get; set; } = "autocrm";
}

internal sealed class ApiOptionsValidator : IValidateOptions<ApiOptions>
{
    public ValidateOptionsResult Validate(string? name, ApiOptions options)
    {
        List<string> failures = [];
        if (!IsPort(options.Port) || !IsPort(options.AdminPort))
        {
            failures.Add($"{ApiOptions.Section}:Port and :AdminPort must be 1 to 65535.");
        }

        if (options.Port == options.AdminPort)
        {
            failures.Add($"{ApiOptions.Section}:Port and :AdminPort must differ.");
        }

        if (string.IsNullOrWhiteSpace(options.ClusterId) || string.IsNullOrWhiteSpace(options.ServiceId))
        {
            failures.Add($"{ApiOptions.Section}:ClusterId and :ServiceId must not be empty.");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static bool IsPort(int port) => port is > 0 and <= 65535;
}
