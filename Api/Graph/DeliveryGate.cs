namespace AutoCrm.Actors.Api.Graph;

/// <summary>Lets a subscription produce its next result only after the last one was taken: one result in flight, never a queue.</summary>
internal sealed class DeliveryGate : IDisposable
{
    private readonly SemaphoreSlim taken = new(0);

    public Task Delivered(CancellationToken cancellation) => taken.WaitAsync(cancellation);

    public void Taken() => taken.Release();

    public void Dispose() => taken.Dispose();
}
