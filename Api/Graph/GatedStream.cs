namespace AutoCrm.Actors.Api.Graph;

/// <summary>Gives an asynchronous sequence to GraphQL.NET, which wants observables, one element at a time.</summary>
internal sealed class GatedStream<T>(Func<CancellationToken, IAsyncEnumerable<T>> source, DeliveryGate delivery) : IObservable<T>
{
    public IDisposable Subscribe(IObserver<T> observer)
    {
        var subscription = new Subscription();
        _ = Run(observer, subscription.Ended);
        return subscription;
    }

    private async Task Run(IObserver<T> observer, CancellationToken ended)
    {
        try
        {
            await foreach (var element in source(ended).WithCancellation(ended))
            {
                observer.OnNext(element);
                await delivery.Delivered(ended);
            }

            observer.OnCompleted();
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The subscriber left: there is nobody to tell.
        }
        catch (Exception failure)
        {
            observer.OnError(failure);
        }
    }

    private sealed class Subscription : IDisposable
    {
        private readonly CancellationTokenSource source = new();

        public Subscription() => Ended = source.Token;

        public CancellationToken Ended { get; }

        public void Dispose()
        {
            source.Cancel();
            source.Dispose();
        }
    }
}
