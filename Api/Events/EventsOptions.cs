using AutoCrm.Actors.Events;
using Microsoft.Extensions.Options;

namespace AutoCrm.Actors.Api.Events;

/// <summary>The bounds of <c>POST /events</c>. Section <c>AutoCrm:Events</c>.</summary>
internal sealed class EventsOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "AutoCrm:Events";

    /// <summary>The most bytes of a body that is not a stream, as sent and after decompression. 64 KiB to 64 MiB.</summary>
    public int MaxBodyBytes { get; set; } = 8 * 1024 * 1024;

    /// <summary>The most events in a batch. 1 to 10,000.</summary>
    public int MaxBatchEvents { get; set; } = 1000;

    /// <summary>The most bytes of one line of a stream. 1 KiB to 16 MiB.</summary>
    public int MaxLineBytes { get; set; } = 2 * 1024 * 1024;

    /// <summary>The most events in one call to the intake. 1 to 1,000.</summary>
    public int ChunkEvents { get; set; } = 500;

    /// <summary>The bytes of data after which a call to the intake is full. 64 KiB to 16 MiB.</summary>
    public int ChunkBytes { get; set; } = 1024 * 1024;

    /// <summary>The most unanswered calls to the intake that one request has. 1 to 64.</summary>
    public int MaxOutstandingCalls { get; set; } = 4;

    /// <summary>The memory that all running requests together may hold, in bytes; beyond it they are answered 429. 16 MiB to 8 GiB.</summary>
    public long MemoryBudgetBytes { get; set; } = 256L * 1024 * 1024;

    /// <summary>How long a stream may go on after the process was asked to stop. 0 to 25 s.</summary>
    public TimeSpan StopGrace { get; set; } = TimeSpan.FromSeconds(5);
}

internal sealed class EventsOptionsValidator : IValidateOptions<EventsOptions>
{
    public ValidateOptionsResult Validate(string? name, EventsOptions options)
    {
        const int KiB = 1024;
        const int MiB = 1024 * 1024;
        List<string> failures = [];
        Check(options.MaxBodyBytes, 64 * KiB, 64 * MiB, nameof(options.MaxBodyBytes));
        Check(options.MaxBatchEvents, 1, 10_000, nameof(options.MaxBatchEvents));
        Check(options.MaxLineBytes, KiB, 16 * MiB, nameof(options.MaxLineBytes));
        Check(options.ChunkEvents, 1, IIntakeGrain.MaxEvents, nameof(options.ChunkEvents));
        Check(options.ChunkBytes, 64 * KiB, 16 * MiB, nameof(options.ChunkBytes));
        Check(options.MaxOutstandingCalls, 1, 64, nameof(options.MaxOutstandingCalls));
        Check(options.MemoryBudgetBytes, 16L * MiB, 8192L * MiB, nameof(options.MemoryBudgetBytes));
        Check((long)options.StopGrace.TotalSeconds, 0, 25, nameof(options.StopGrace));
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void Check(long value, long least, long most, string option)
        {
            if (value < least || value > most)
            {
                failures.Add($"{EventsOptions.Section}:{option} must be {least} to {most}.");
            }
        }
    }
}
