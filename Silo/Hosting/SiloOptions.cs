using System.ComponentModel.DataAnnotations;

namespace AutoCrm.Actors.Silo.Hosting;

/// <summary>How a silo is run. Section <c>AutoCrm</c>.</summary>
internal sealed class SiloOptions
{
    public const string Section = "AutoCrm";

    /// <summary>The cluster that this silo joins.</summary>
    [Required]
    public string ClusterId { get; set; } = "autocrm";

    /// <summary>The name under which Orleans stores state; part of the data format.</summary>
    [Required]
    public string ServiceId { get; set; } = "autocrm";

    /// <summary>The loopback port that other silos use.</summary>
    [Range(1, 65535)]
    public int SiloPort { get; set; } = 11111;

    /// <summary>The loopback port on which this silo listens for other silos, if something stands between; otherwise <see cref="SiloPort"/>.</summary>
    [Range(1, 65535)]
    public int? SiloListenPort { get; set; }

    /// <summary>The loopback port that Api hosts use.</summary>
    [Range(1, 65535)]
    public int GatewayPort { get; set; } = 30000;

    /// <summary>The loopback port of health checks.</summary>
    [Range(1, 65535)]
    public int AdminPort { get; set; } = 8081;
}

/// <summary>How the event log is kept. Section <c>AutoCrm:Log</c>.</summary>
internal sealed class EventLogOptions
{
    public const string Section = "AutoCrm:Log";

    /// <summary>The number of partitions, fixed when the database is created; another number is refused at start.</summary>
    [Range(1, 1024)]
    public int Partitions { get; set; } = 32;

    /// <summary>How many transactions append at once; each owns the partitions that are its number modulo lanes. Default: one for each two processors, at most 4: fewer transactions with more events in each cost less.</summary>
    [Range(1, 16)]
    public int Lanes { get; set; } = Math.Clamp(Environment.ProcessorCount / 2, 1, 4);

    /// <summary>The most events in one transaction.</summary>
    [Range(1, 20_000)]
    public int MaxBatch { get; set; } = 2_000;

    /// <summary>The most events that wait in one lane; beyond it callers are told to come later.</summary>
    [Range(1, 1_000_000)]
    public int MaxQueued { get; set; } = 20_000;

    /// <summary>Whether a server without fsync is accepted: only for throw-away databases, because it may lose acknowledged events.</summary>
    public bool AllowUnsafeDatabase { get; set; }

    /// <summary>The file in which silos note how far the log has come; without it a backup that was restored while no silo ran is taken for the log itself.</summary>
    public string? HeadsFile { get; set; }

    /// <summary>The most events that one read of a partition returns.</summary>
    [Range(1, 10_000)]
    public int MaxRead { get; set; } = 500;
}
