using Microsoft.Extensions.Options;

namespace AutoCrm.Actors.Api.Leads;

/// <summary>How leads are read. Section <c>AutoCrm:Leads</c>.</summary>
internal sealed class LeadsOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "AutoCrm:Leads";

    /// <summary>The offset from UTC of request dates that have none, for example <c>-05:00</c>. -14 h to 14 h.</summary>
    public TimeSpan AssumedOffset { get; set; } = TimeSpan.Zero;
}

internal sealed class LeadsOptionsValidator : IValidateOptions<LeadsOptions>
{
    private static readonly TimeSpan Most = TimeSpan.FromHours(14);

    public ValidateOptionsResult Validate(string? name, LeadsOptions options) =>
        options.AssumedOffset.Duration() <= Most && options.AssumedOffset.Ticks % TimeSpan.TicksPerMinute == 0
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"{LeadsOptions.Section}:{nameof(options.AssumedOffset)} must be whole minutes from -14:00 to 14:00.");
}
