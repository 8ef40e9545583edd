using AutoCrm.Actors.Cli.Processes;

namespace AutoCrm.Actors.Cli.Running;

/// <summary>What one run of the system consists of, kept so that other commands and the next run find it.</summary>
internal sealed record RunningState
{
    /// <summary>Whose state it is: a copy of the whole project must not stop the processes of the original.</summary>
    public string? Home { get; init; }

    /// <summary>The process that watches over the others.</summary>
    public ProcessIdentity? Supervisor { get; init; }

    /// <summary>The public address of the Api.</summary>
    public string? Api { get; init; }

    /// <summary>The address of the database, without the password.</summary>
    public string? Postgres { get; init; }

    /// <summary>The data directory of the private PostgreSQL; null if another database is used.</summary>
    public string? PostgresData { get; init; }

    /// <summary>Whether the system has been ready, and is not being stopped.</summary>
    public bool Started { get; init; }

    public IReadOnlyList<ServiceState> Silos { get; init; } = [];

    public IReadOnlyList<ServiceState> Apis { get; init; } = [];

    /// <summary>The postmaster of the private PostgreSQL.</summary>
    public ProcessIdentity? Postmaster { get; init; }
}

/// <summary>One service process.</summary>
/// <param name="Process">The process.</param>
/// <param name="AdminPort">The loopback port of its health checks.</param>
internal sealed record ServiceState(ProcessIdentity Process, int AdminPort)
{
    /// <summary>What the operator knows it as; the same for each process that takes the place of the one before.</summary>
    public string Name { get; init; } = string.Empty;

    /// <summary>The other ports of a silo; null for an Api.</summary>
    public SiloPorts? Ports { get; init; }
}

/// <summary>What stays the same from run to run.</summary>
internal sealed record Settings
{
    /// <summary>The port of the private PostgreSQL.</summary>
    public int? PostgresPort { get; init; }

    /// <summary>The ports of the silos, in order of their numbers.</summary>
    public IReadOnlyList<SiloPorts> Silos { get; init; } = [];
}
