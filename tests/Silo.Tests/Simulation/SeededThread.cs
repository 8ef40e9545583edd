using Microsoft.Extensions.Time.Testing;

namespace AutoCrm.Actors.Silo.Tests.Simulation;

/// <summary>One thread, on which the seed alone decides what runs next of all that could. Time passes when nothing is left.</summary>
internal sealed class SeededThread(Random random, FakeTimeProvider time) : SynchronizationContext
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(5);
    private readonly List<(SendOrPostCallback Call, object? State)> ready = [];
    private readonly int thread = Environment.CurrentManagedThreadId;

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (Environment.CurrentManagedThreadId != thread)
        {
            throw new InvalidOperationException("Something has left the simulation's thread.");
        }

        ready.Add((d, state));
    }

    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException();

    /// <summary>Lets time pass until something is true, or for as long as is said.</summary>
    public bool Run(TimeSpan most, Func<bool>? until = null)
    {
        var before = Current;
        SetSynchronizationContext(this);
        try
        {
            var began = time.GetTimestamp();
            do
            {
                Drain();
                if (until?.Invoke() == true)
                {
                    return true;
                }

                time.Advance(Tick);
            }
            while (time.GetElapsedTime(began) < most);
            Drain();
            return until?.Invoke() != false;
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }

    private void Drain()
    {
        while (ready.Count > 0)
        {
            var n = random.Next(ready.Count);
            var (call, state) = ready[n];
            ready[n] = ready[^1];
            ready.RemoveAt(ready.Count - 1);
            call(state);
        }
    }
}
