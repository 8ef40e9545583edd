using AutoCrm.Actors.Benchmarks.Running;

namespace AutoCrm.Actors.Benchmarks.Figures;

/// <summary>Measures one of the figures on a running system and reports it.</summary>
internal interface IFigure
{
    /// <summary>The letters under which it is asked for.</summary>
    string Letters { get; }

    Task Measure(Bench bench, CancellationToken cancellation);
}
