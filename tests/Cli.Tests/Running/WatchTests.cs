using AutoCrm.Actors.Cli.Running;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace AutoCrm.Actors.Cli.Tests.Running;

public sealed class WatchTests : IDisposable
{
    private readonly FakeTimeProvider time = new();
    private readonly StringWriter said = new();
    private readonly Mortal mortal = new();

    public void Dispose() => said.Dispose();

    [Fact]
    public async Task What_ends_is_started_again_after_growing_pauses_of_1_to_30_seconds()
    {
        using var stop = new CancellationTokenSource();
        var watch = new Watch(mortal, new Notices(said), time).Run(stop.Token);

        foreach (var pause in new[] { 1, 2, 4, 8, 16, 30, 30 })
        {
            Assert.True(await EndAndCountSeconds() == pause, said.ToString());
        }

        Assert.Contains("Mortal fell; starting it again in 30 s.", said.ToString(), StringComparison.Ordinal);
        await stop.CancelAsync();
        await watch;
    }

    [Fact]
    public async Task What_ran_well_for_a_minute_is_started_again_after_the_shortest_pause()
    {
        using var stop = new CancellationTokenSource();
        var watch = new Watch(mortal, new Notices(said), time).Run(stop.Token);
        await EndAndCountSeconds();
        await EndAndCountSeconds();
        await mortal.Waits();
        time.Advance(TimeSpan.FromSeconds(60));

        Assert.Equal(1, await EndAndCountSeconds());

        await stop.CancelAsync();
        await watch;
    }

    [Fact]
    public async Task What_cannot_be_started_is_tried_again()
    {
        using var stop = new CancellationTokenSource();
        var watch = new Watch(mortal, new Notices(said), time).Run(stop.Token);
        mortal.Trouble = "its program is missing";
        await mortal.Waits();
        mortal.Fall();
        await Advance(() => said.ToString().Contains("again in 2 s", StringComparison.Ordinal));
        Assert.Contains("its program is missing", said.ToString(), StringComparison.Ordinal);
        mortal.Trouble = null;

        await Advance(() => mortal.Starts == 2);

        await stop.CancelAsync();
        await watch;
    }

    private async Task<int> EndAndCountSeconds()
    {
        await mortal.Waits();
        var before = mortal.Starts;
        mortal.Fall();
        return await Advance(() => mortal.Starts > before);
    }

    // One second at a time, each time letting the watch take what the clock released.
    private async Task<int> Advance(Func<bool> until)
    {
        for (var seconds = 0; seconds < 100; seconds++)
        {
            for (var turn = 0; turn < 200 && !until(); turn++)
            {
                await Task.Yield();
            }

            if (until())
            {
                return seconds;
            }

            time.Advance(TimeSpan.FromSeconds(1));
        }

        throw new TimeoutException(said.ToString());
    }

    private sealed class Mortal : IWatched
    {
        private TaskCompletionSource<string> end = new();
        private TaskCompletionSource waits = new();

        public string Name => "Mortal";

        public int Starts { get; private set; }

        public string? Trouble { get; set; }

        public Task Waits() => waits.Task.WaitAsync(TimeSpan.FromSeconds(10));

        public void Fall()
        {
            waits = new TaskCompletionSource();
            end.SetResult("fell");
        }

        public Task Start(CancellationToken cancellation)
        {
            Starts++;
            return Trouble is { } trouble ? Task.FromException(new OperatorException(trouble)) : Task.CompletedTask;
        }

        public Task<string> WaitForEnd(CancellationToken cancellation)
        {
            end = new TaskCompletionSource<string>();
            waits.TrySetResult();
            return end.Task.WaitAsync(cancellation);
        }
    }
}
