namespace AutoCrm.Actors.Api.Hosting;

/// <summary>
/// Calls to actors that may be made twice: reads, and appends, which the log knows by their identity. Orleans lets a
/// call whose connection broke wait for its whole time-out; here it is made again, through another silo.
/// </summary>
internal sealed class ClusterCalls(ClusterLink cluster, TimeProvider time)
{
    // Longer than the silos need to give up one that was killed: until then calls to its actors are turned away.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(12);

    // The answer may have been read already when its connection broke.
    private static readonly TimeSpan GraceOfBroken = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private const int MostDoublings = 4;

    /// <summary>Makes a call, and makes it again when it has failed on the way or its answer may be lost.</summary>
    /// <param name="call">The call; given the number of the attempt, from 0, by which it may choose another way.</param>
    /// <param name="patience">How long one attempt may take before it is made again; null for as long as Orleans waits.</param>
    /// <param name="repeat">Whether an answer says that the call has to be made again.</param>
    /// <param name="cancellation">Nobody waits any more.</param>
    /// <exception cref="Orleans.Runtime.SiloUnavailableException">No silo answers.</exception>
    public async Task<T> Ask<T>(Func<int, Task<T>> call, TimeSpan? patience, Func<T, bool> repeat, CancellationToken cancellation)
    {
        var began = time.GetTimestamp();
        for (var attempt = 0; ; attempt++)
        {
            if (!cluster.IsUp)
            {
                throw new Orleans.Runtime.SiloUnavailableException("No silo is connected.");
            }

            try
            {
                var answer = await AskOnce(() => call(attempt), patience, cancellation);
                if (!repeat(answer) || IsOver())
                {
                    return answer;
                }
            }
            catch (Exception failure) when (MayPass(failure) && !IsOver())
            {
            }

            await Task.Delay(FirstPause * (1 << Math.Min(attempt, MostDoublings)), time, cancellation);
        }

        bool IsOver() => time.GetElapsedTime(began) > Longest;
    }

    private static bool MayPass(Exception failure) =>
        failure is AttemptLostException or Orleans.Runtime.SiloUnavailableException or Orleans.Runtime.OrleansMessageRejectionException
            or Orleans.Runtime.Messaging.ConnectionFailedException;

    private async Task<T> AskOnce<T>(Func<Task<T>> call, TimeSpan? patience, CancellationToken cancellation)
    {
        var (lost, broken) = (cluster.Lost, cluster.Broken);
        using var hurry = new CancellationTokenSource(patience ?? Timeout.InfiniteTimeSpan, time);
        using var onBroken = broken.Register(() => hurry.CancelAfter(GraceOfBroken));
        using var either = CancellationTokenSource.CreateLinkedTokenSource(lost, hurry.Token, cancellation);
        var answer = call();
        try
        {
            return await answer.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested && either.IsCancellationRequested)
        {
            answer.Ignore();
            throw lost.IsCancellationRequested
                ? new Orleans.Runtime.SiloUnavailableException("The last silo went away.")
                : new AttemptLostException();
        }
    }

    private sealed class AttemptLostException() : TimeoutException("The answer of a silo did not come.");
}
