using System.Collections.Concurrent;
using System.Threading.Channels;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Grains;
using AutoCrm.Actors.Grains.Events;
using AutoCrm.Actors.Silo.Events;
using AutoCrm.Actors.Silo.Hosting;
using AutoCrm.Actors.Silo.Schema;
using AutoCrm.Actors.Silo.Streams;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace AutoCrm.Actors.Silo.Tests.Streams;

/// <summary>How often a partition is read, of a log into which nobody else writes. The clock stands still unless it is moved.</summary>
public sealed class EventLogReceiverTests : IAsyncLifetime
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(10);

    private readonly SiloFixture silo = new();
    private readonly TimerTime time = new();
    private readonly Told told = new();

    public ValueTask InitializeAsync() => silo.InitializeAsync();

    public ValueTask DisposeAsync() => silo.DisposeAsync();

    [Fact]
    public async Task Where_little_happens_everything_is_read_at_once()
    {
        var (receiver, signals) = await Started();
        for (var round = 0; round < 3; round++)
        {
            await Append(EventLogReceiver.Many - 1, signals);

            Assert.NotEmpty(await receiver.GetQueueMessagesAsync(10).WaitAsync(Bound));
        }
    }

    [Fact]
    public async Task Where_much_happens_it_is_read_at_a_pace()
    {
        var (receiver, signals) = await Started();
        await Append(EventLogReceiver.Many, signals);
        Assert.NotEmpty(await receiver.GetQueueMessagesAsync(10).WaitAsync(Bound));
        time.Advance(TimeSpan.FromMilliseconds(50));
        await Append(1, signals);

        var reading = receiver.GetQueueMessagesAsync(10);
        Assert.Equal(TimeSpan.FromMilliseconds(150), await time.Timers.ReadAsync().AsTask().WaitAsync(Bound));
        Assert.False(reading.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(150));

        Assert.NotEmpty(await reading.WaitAsync(Bound));
    }

    [Fact]
    public async Task Stopped_while_it_waits_it_has_nothing_to_tell()
    {
        var (receiver, signals) = await Started();
        await Append(EventLogReceiver.Many, signals);
        Assert.NotEmpty(await receiver.GetQueueMessagesAsync(10).WaitAsync(Bound));
        await Append(1, signals);
        using var stop = new CancellationTokenSource();
        var reading = receiver.GetQueueMessagesAsync(10, stop.Token);
        await time.Timers.ReadAsync().AsTask().WaitAsync(Bound);

        await stop.CancelAsync();

        Assert.Empty(await reading.WaitAsync(Bound));
        Assert.Empty(told.Messages);
    }

    /// <returns>A reader that has read what was there.</returns>
    private async Task<(EventLogReceiver Receiver, EventLogSignals Signals)> Started()
    {
        var services = silo.Services;
        var signals = new EventLogSignals(services.GetRequiredService<LogIncarnation>());
        var position = await Append(1, signals);
        await SiloFixture.Eventually(() => services.GetRequiredService<ICheckpoints>().Read(position.Partition, CancellationToken.None), offset => offset >= position.Offset);
        return (new EventLogReceiver(position.Partition, new EventLogReceiver.Services(
            services.GetRequiredService<IEventLog>(),
            services.GetRequiredService<ICheckpoints>(),
            signals,
            services.GetRequiredService<OwnedPartitions>(),
            new EventLogStreamOptions(),
            new EventLogOptions(),
            new Weaknesses(),
            time,
            told)), signals);
    }

    private async Task<Position> Append(int events, EventLogSignals signals)
    {
        var reply = await silo.Append([.. Enumerable.Range(0, events).Select(_ => SiloFixture.Event("com.example.note.v1", "{}", dealership: "D1"))]);
        var position = reply.Results[^1].Position;
        signals.Moved([new((short)position.Partition, position.Offset)]);
        return position;
    }

    private sealed class Told : ILogger
    {
        public ConcurrentQueue<string> Messages { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Messages.Enqueue(formatter(state, exception));
    }

    /// <summary>Tells for how long somebody waits.</summary>
    private sealed class TimerTime : FakeTimeProvider
    {
        private readonly Channel<TimeSpan> timers = Channel.CreateUnbounded<TimeSpan>();

        public ChannelReader<TimeSpan> Timers => timers.Reader;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            timers.Writer.TryWrite(dueTime);
            return timer;
        }
    }
}
