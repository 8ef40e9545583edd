namespace AutoCrm.Actors.Cli.Running;

/// <summary>Something that has to run for as long as the system does.</summary>
internal interface IWatched
{
    /// <summary>What the operator knows it as.</summary>
    string Name { get; }

    /// <summary>Starts it.</summary>
    /// <exception cref="OperatorException">It cannot be started now.</exception>
    Task Start(CancellationToken cancellation);

    /// <summary>Waits until it has ended.</summary>
    /// <returns>How it ended, in words.</returns>
    Task<string> WaitForEnd(CancellationToken cancellation);
}

/// <summary>Starts again what ended, with growing pauses.</summary>
internal sealed class Watch(IWatched watched, Notices notices, TimeProvider time)
{
    private readonly BackOff backOff = new();

    /// <summary>Watches until the system stops.</summary>
    public async Task Run(CancellationToken stop)
    {
        try
        {
            while (true)
            {
                var began = time.GetTimestamp();
                var how = await watched.WaitForEnd(stop);
                await StartAgain(how, time.GetElapsedTime(began), stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The system stops: whoever asked for that stops what is watched, too.
        }
    }

    private async Task StartAgain(string how, TimeSpan ran, CancellationToken stop)
    {
        while (true)
        {
            var pause = backOff.After(ran);
            notices.Warn($"{watched.Name} {how}; starting it again in {pause.TotalSeconds:0} s.");
            await Task.Delay(pause, time, stop);
            try
            {
                await watched.Start(stop);
                return;
            }
            catch (OperatorException failure)
            {
                (how, ran) = ($"did not start ({failure.Message})", TimeSpan.Zero);
            }
        }
    }
}
