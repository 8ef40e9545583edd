using Microsoft.Extensions.Options;

namespace AutoCrm.Actors.Api.Events;

/// <summary>Bounds the memory that all running requests hold together, by what each may hold at most.</summary>
internal sealed class IntakeBudget(IOptions<EventsOptions> options)
{
    private const int SmallBytes = 64 * 1024;
    private readonly EventsOptions options = options.Value;
    private long free = options.Value.MemoryBudgetBytes;

    /// <summary>Reserves what a request may need.</summary>
    /// <returns>The reservation, or null if there is no room now.</returns>
    public IDisposable? TryEnter(HttpRequest request, ContentKind kind) => TryReserve(NeedOf(request, kind));

    /// <summary>Reserves what a document may need that is read into a tree.</summary>
    /// <param name="request">The request.</param>
    /// <param name="maxBytes">The most bytes of its body.</param>
    /// <param name="growth">How much more memory the tree takes than the body.</param>
    /// <returns>The reservation, or null if there is no room now.</returns>
    public IDisposable? TryEnter(HttpRequest request, int maxBytes, int growth) =>
        TryReserve(SmallBytes + (growth * (request.Headers.ContentEncoding.Count == 0 ? Math.Min(request.ContentLength ?? maxBytes, maxBytes) : maxBytes)));

    private Reservation? TryReserve(long bytes)
    {
        if (Interlocked.Add(ref free, -bytes) >= 0)
        {
            return new Reservation(this, bytes);
        }

        Interlocked.Add(ref free, bytes);
        return null;
    }

    // A body and the events read from it are held at the same time.
    private long NeedOf(HttpRequest request, ContentKind kind) => kind switch
    {
        ContentKind.Stream => options.MaxLineBytes + ((options.MaxOutstandingCalls + 1L) * options.ChunkBytes),
        _ when request.Headers.ContentEncoding.Count == 0 && request.ContentLength is { } length => SmallBytes + (2 * Math.Min(length, options.MaxBodyBytes)),
        _ => 2L * options.MaxBodyBytes,
    };

    private sealed class Reservation(IntakeBudget budget, long bytes) : IDisposable
    {
        private long held = bytes;

        public void Dispose() => Interlocked.Add(ref budget.free, Interlocked.Exchange(ref held, 0));
    }
}
