using System.Diagnostics.Tracing;
using Microsoft.Diagnostics.NETCore.Client;
using Microsoft.Diagnostics.Tracing;
using Microsoft.Diagnostics.Tracing.Parsers;

namespace AutoCrm.Actors.Benchmarks.Measuring;

/// <summary>Asks another .NET process, through its diagnostics port, to collect its garbage and tell the size of what is left.</summary>
internal static class ManagedHeap
{
    private const ClrTraceEventParser.Keywords CollectNow = ClrTraceEventParser.Keywords.GC | ClrTraceEventParser.Keywords.GCHeapCollect;
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    /// <summary>The bytes of the heap after a full collection.</summary>
    public static async Task<long> Collect(int process)
    {
        // What the first one leaves half-done, such as finalized objects, the second one takes.
        await Once(process);
        return await Once(process);
    }

    private static async Task<long> Once(int process)
    {
        var client = new DiagnosticsClient(process);
        var provider = new EventPipeProvider(ClrTraceEventParser.ProviderName, EventLevel.Informational, (long)CollectNow);
        using var session = client.StartEventPipeSession([provider], requestRundown: false);
        var told = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        var reading = Task.Run(() => Read(session.EventStream, told));
        try
        {
            return await told.Task.WaitAsync(Bound);
        }
        finally
        {
            await session.StopAsync(CancellationToken.None);
            await reading;
        }
    }

    private static void Read(Stream events, TaskCompletionSource<long> told)
    {
        using var source = new EventPipeEventSource(events);
        var isFull = false;
        source.Clr.GCStart += start => isFull = start.Depth == 2;
        source.Clr.GCHeapStats += stats =>
        {
            if (isFull)
            {
                told.TrySetResult(stats.TotalHeapSize);
            }
        };
        source.Process();
    }
}
