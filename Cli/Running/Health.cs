using System.Globalization;

namespace AutoCrm.Actors.Cli.Running;

/// <summary>Asks services whether they are ready.</summary>
internal sealed class Health(TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    private readonly HttpClient client = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(2) };

    /// <summary>Whether a service is ready now.</summary>
    public async Task<bool> IsReady(int adminPort, CancellationToken cancellation)
    {
        try
        {
            var address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{adminPort}/health/ready"));
            using var answer = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellation);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
        {
            cancellation.ThrowIfCancellationRequested();
            return false;
        }
    }

    /// <summary>Waits until a service that has been started is ready.</summary>
    /// <exception cref="OperatorException">It ended, or the time was over; with the last lines of its log.</exception>
    public async Task WaitUntilReady(Service service, TimeSpan bound, CancellationToken cancellation)
    {
        using var watching = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var end = service.WaitForEnd(watching.Token);
        var began = time.GetTimestamp();
        try
        {
            while (!await IsReady(service.State!.AdminPort, cancellation))
            {
                if (end.IsCompletedSuccessfully)
                {
                    throw Failed(service, await end);
                }

                if (time.GetElapsedTime(began) > bound)
                {
                    throw Failed(service, $"was not ready within {bound.TotalSeconds:0} s");
                }

                await Task.Delay(Look, time, cancellation);
            }
        }
        finally
        {
            await watching.CancelAsync();
        }
    }

    public void Dispose() => client.Dispose();

    private static OperatorException Failed(Service service, string how) => new(
        $"{service.Name} {how}. The last lines of {service.Log}:\n" +
        string.Join('\n', Processes.LogFile.Tail(service.Log, 20).Select(line => "  " + line)));
}
