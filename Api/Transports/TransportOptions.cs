using Microsoft.Extensions.Options;

namespace AutoCrm.Actors.Api.Transports;

/// <summary>Which status codes GraphQL over HTTP answers with.</summary>
internal enum StatusProfile
{
    /// <summary>What most clients expect: 400 for refused documents, and 200 under <c>application/json</c>.</summary>
    Compat,

    /// <summary>The draft of 2026: 422 for refused documents, 294 for data with errors.</summary>
    Strict2026,
}

/// <summary>The bounds of the GraphQL transports. Section <c>AutoCrm:Transports</c>.</summary>
internal sealed class TransportOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "AutoCrm:Transports";

    /// <summary>Which status codes are used. Default Compat.</summary>
    public StatusProfile StatusProfile { get; set; } = StatusProfile.Compat;

    /// <summary>The longest request body and WebSocket message in bytes, fragments included. Default 65,536.</summary>
    public int MaxMessageBytes { get; set; } = 64 * 1024;

    /// <summary>The most operations of one WebSocket at the same time. Default 50.</summary>
    public int MaxOperationsPerSocket { get; set; } = 50;

    /// <summary>The most messages that wait to be sent on one WebSocket. Default 64.</summary>
    public int MaxWaitingMessages { get; set; } = 64;

    /// <summary>How long a client may take before it sends connection_init. Default 10 s.</summary>
    public TimeSpan InitTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a WebSocket is pinged; a peer that does not answer in the same time is gone. Default 20 s.</summary>
    public TimeSpan KeepAlive { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How often a silent event stream carries a comment. Default 12 s.</summary>
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(12);

    /// <summary>How long one message may take to reach a slow client before the connection is closed. Default 10 s.</summary>
    public TimeSpan SendTimeout { get; set; } = TimeSpan.FromSeconds(10);
}

internal sealed class TransportOptionsValidator : IValidateOptions<TransportOptions>
{
    public ValidateOptionsResult Validate(string? name, TransportOptions options)
    {
        List<string> failures = [];
        if (options.MaxMessageBytes is < 1024 or > 16 * 1024 * 1024)
        {
            failures.Add($"{TransportOptions.Section}:{nameof(options.MaxMessageBytes)} must be 1,024 to 16,777,216.");
        }

        if (options.MaxOperationsPerSocket < 1 || options.MaxWaitingMessages < 1)
        {
            failures.Add($"{TransportOptions.Section}: {nameof(options.MaxOperationsPerSocket)} and {nameof(options.MaxWaitingMessages)} must be at least 1.");
        }

        if (new[] { options.InitTimeout, options.KeepAlive, options.Heartbeat, options.SendTimeout }.Any(time => time <= TimeSpan.Zero))
        {
            failures.Add($"{TransportOptions.Section}: every time must be more than 0.");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
