using Xunit.Sdk;
using Xunit.v3;

// Silos that share two cores with other tests miss each other's probes, give each other up and end the process.
[assembly: Parallelization(Mode = ParallelMode.None)]
