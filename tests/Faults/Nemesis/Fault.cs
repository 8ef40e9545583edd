using AutoCrm.Actors.Faults.Fleet;

namespace AutoCrm.Actors.Faults.Nemesis;

/// <summary>Something that goes wrong: it begins, lasts and ends within <see cref="Strike"/>; the fleet is healed after it.</summary>
/// <param name="Name">Which kind, for the statistics.</param>
/// <param name="Details">With which numbers.</param>
/// <param name="Strike">Does it.</param>
internal sealed record Fault(string Name, string Details, Func<RunningFleet, Task> Strike);
