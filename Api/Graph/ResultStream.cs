using System.Threading.Channels;
using GraphQL;

namespace AutoCrm.Actors.Api.Graph;

/// <summary>The results of a subscription, one at a time: asking for the next one lets the source produce it.</summary>
internal sealed class ResultStream(IObservable<ExecutionResult> source, DeliveryGate delivery) : IAsyncEnumerable<ExecutionResult>
{
    public async IAsyncEnumerator<ExecutionResult> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        using var gate = delivery;
        var results = Channel.CreateBounded<ExecutionResult>(new BoundedChannelOptions(1) { SingleReader = true });
        using var subscription = source.Subscribe(new Observer(results.Writer));
        await foreach (var result in results.Reader.ReadAllAsync(cancellationToken))
        {
            yield return result;
            delivery.Taken();
        }
    }

    private sealed class Observer(ChannelWriter<ExecutionResult> results) : IObserver<ExecutionResult>
    {
        public void OnNext(ExecutionResult value)
        {
            // The gate lets one element through at a time, so there is always room.
            if (!results.TryWrite(value))
            {
                results.TryComplete(new InvalidOperationException("A subscription produced a result before the last one was taken."));
            }
        }

        public void OnError(Exception error)
        {
            var result = error is ExecutionError known ? known : new GraphRefusal(GraphCodes.Internal, "The subscription ended with a failure.");
            results.TryWrite(new ExecutionResult { Errors = [result] });
            results.TryComplete();
        }

        public void OnCompleted() => results.TryComplete();
    }
}
