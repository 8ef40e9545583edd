namespace AutoCrm.Actors.Benchmarks.Load;

/// <summary>Makes requests that hold a number of events, and the system ready for them. Some are made while they are sent.</summary>
internal delegate ValueTask<IEnumerable<EventBody>> MakeRequests(int events, CancellationToken cancellation);
