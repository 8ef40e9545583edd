using System.Globalization;
using System.Reflection;
using AutoCrm.Actors.Benchmarks.Running;
using AutoCrm.Actors.Cli.Processes;

namespace AutoCrm.Actors.Benchmarks.Reporting;

/// <summary>On what, and of what, the figures were measured.</summary>
internal sealed record Circumstances
{
    public required DateTimeOffset At { get; init; }

    public required string Commit { get; init; }

    public required int Cores { get; init; }

    public required string Processor { get; init; }

    public required double MemoryGiB { get; init; }

    public required string DotNet { get; init; }

    public required string Postgres { get; init; }

    public required string Orleans { get; init; }

    /// <summary>The settings of PostgreSQL that decide about durability and speed.</summary>
    public required string PostgresSettings { get; init; }

    public required BenchOptions Settings { get; init; }

    public static async Task<Circumstances> Of(BenchSystem system, BenchOptions options, CancellationToken cancellation) => new()
    {
        At = TimeProvider.System.GetUtcNow(),
        Commit = ReadCommit(system.Root),
        Cores = Environment.ProcessorCount,
        Processor = Line("/proc/cpuinfo", "model name"),
        MemoryGiB = Math.Round(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1024.0 / 1024 / 1024, 1),
        DotNet = Environment.Version.ToString(),
        Postgres = await Ask(system, "SHOW server_version", cancellation),
        Orleans = typeof(GenerateSerializerAttribute).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split(' ', '+')[0].TrimEnd('.') ?? "?",
        PostgresSettings = await Ask(
            system,
            "SELECT string_agg(name || '=' || setting, ' ') FROM pg_settings WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit', 'shared_buffers', 'wal_compression', 'max_wal_size')",
            cancellation),
        Settings = options,
    };

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{At:yyyy-MM-dd}, commit {Commit}, {Cores} cores ({Processor}), {MemoryGiB} GiB; .NET {DotNet}, PostgreSQL {Postgres} ({PostgresSettings}), Orleans {Orleans}; {Load}, windows of {Settings.Seconds} s, {Settings.Batch} events a request over {Settings.Connections} connections. Load generator, Api, silo and PostgreSQL share the machine.");

    private string Load => string.Create(
        CultureInfo.InvariantCulture,
        $"{(Settings.Load == LoadKind.Simulated ? $"(a) with simulated lives (seed {Settings.Seed}), all else with the ordinary load" : "ordinary load")}: {Settings.Dealerships} dealerships, {Settings.Customers:#,0} customers, {Settings.Vehicles:#,0} vehicles");

    private static string ReadCommit(string root)
    {
        var head = Tool.Run("git", ["-C", root, "rev-parse", "--short=10", "HEAD"]);
        var changed = Tool.Run("git", ["-C", root, "status", "--porcelain", "-uno"]).Output.Trim().Length > 0;
        return head.Succeeded ? head.Output.Trim() + (changed ? " with changes" : string.Empty) : "unknown";
    }

    private static string Line(string file, string name)
    {
        var line = File.Exists(file) ? File.ReadLines(file).FirstOrDefault(l => l.StartsWith(name, StringComparison.Ordinal)) : null;
        return line is null ? "unknown" : line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
    }

    private static async Task<string> Ask(BenchSystem system, string sql, CancellationToken cancellation)
    {
        await using var command = system.Database.CreateCommand(sql);
        return await command.ExecuteScalarAsync(cancellation) as string ?? "?";
    }
}
