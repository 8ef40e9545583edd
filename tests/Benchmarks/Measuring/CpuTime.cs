using System.Globalization;

namespace AutoCrm.Actors.Benchmarks.Measuring;

/// <summary>CPU time in seconds by who used it, since a start that does not matter: only differences do.</summary>
/// <param name="Silo">All silos.</param>
/// <param name="Api">All Apis.</param>
/// <param name="Postgres">The postmaster and all of its processes.</param>
/// <param name="Generator">This process.</param>
/// <param name="Busy">The whole machine, without idling and stolen time.</param>
/// <param name="Stolen">What the hypervisor gave to others.</param>
/// <param name="At">The wall clock.</param>
internal sealed record CpuTime(double Silo, double Api, double Postgres, double Generator, double Busy, double Stolen, double At)
{
    /// <summary>Used by the system and the generator.</summary>
    public double Ours => Silo + Api + Postgres + Generator;

    /// <summary>Used by programs that are no part of the measurement.</summary>
    public double Others => Math.Max(0, Busy - Ours);

    public static CpuTime operator -(CpuTime later, CpuTime earlier) => new(
        later.Silo - earlier.Silo,
        later.Api - earlier.Api,
        later.Postgres - earlier.Postgres,
        later.Generator - earlier.Generator,
        later.Busy - earlier.Busy,
        later.Stolen - earlier.Stolen,
        later.At - earlier.At);

    /// <summary>The robust figure on a machine that others use, too.</summary>
    public string PerEvent(double events, int cores) => string.Create(
        CultureInfo.InvariantCulture,
        $"CPU µs/event: silo {Silo / events * 1e6:0.0}, Api {Api / events * 1e6:0.0}, PostgreSQL {Postgres / events * 1e6:0.0}, generator {Generator / events * 1e6:0.0}, sum {Ours / events * 1e6:0.0}, with which {cores} cores allow {cores * events / Math.Max(Ours, 1e-6):#,0}/s");

    /// <summary>How busy the machine was, in cores.</summary>
    public string Load(int cores) => string.Create(
        CultureInfo.InvariantCulture,
        $"of {cores} cores: ours {Ours / At:0.00}, other programs {Others / At:0.00}, stolen {Stolen / At:0.00}, idle {cores - ((Busy + Stolen) / At):0.00}");
}
