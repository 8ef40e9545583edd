using System.Threading.Channels;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Api.Live;

/// <summary>What the silos tell of what they carry. When it comes faster than it is read, steps are dropped: the tail then reads the log.</summary>
internal sealed class LogSteps : ILogObserver
{
    private const int MostWaiting = 2048;

    private readonly Channel<LogStep> steps = Channel.CreateBounded<LogStep>(
        new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    public ChannelReader<LogStep> Reader => steps.Reader;

    public Task Carried(LogStep step)
    {
        steps.Writer.TryWrite(step);
        return Task.CompletedTask;
    }
}
