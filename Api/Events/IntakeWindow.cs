using System.Collections.Immutable;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Api.Events;

/// <summary>
/// Gathers the events of one request into calls to the intake and keeps a bounded number of calls unanswered. When the
/// window is full the request waits, which stops the reading of its body. Not for several threads.
/// </summary>
internal sealed class IntakeWindow(IEventLog log, EventsOptions options, Receipt receipt)
{
    private readonly Queue<Call> outstanding = new();
    private readonly List<Item> items = new(options.ChunkEvents);
    private readonly ImmutableArray<NewEvent>.Builder events = ImmutableArray.CreateBuilder<NewEvent>();
    private long bytes;

    /// <summary>Adds what was parsed; sends the gathered events when there are enough.</summary>
    public ValueTask Add(in ParsedEvent parsed, long index)
    {
        if (parsed.Event is not { } admitted)
        {
            receipt.Reject(index, parsed.Id, parsed.Problem!);
            return ValueTask.CompletedTask;
        }

        events.Add(admitted);
        items.Add(new Item(index, admitted.Id));
        bytes += admitted.Data.Length + (admitted.Attributes?.Length ?? 0);
        return events.Count >= options.ChunkEvents || bytes >= options.ChunkBytes ? new ValueTask(Send()) : ValueTask.CompletedTask;
    }

    /// <summary>Sends the gathered events if a call is free; for the moments in which the sender is the slow one.</summary>
    public Task SendWhileIdle()
    {
        while (outstanding.TryPeek(out var oldest) && oldest.Reply.IsCompleted)
        {
            outstanding.Dequeue();
            Settle(oldest, oldest.Reply.GetAwaiter().GetResult());
        }

        return outstanding.Count < options.MaxOutstandingCalls ? Send() : Task.CompletedTask;
    }

    /// <summary>Sends what is left and waits until every call is answered.</summary>
    public async Task Complete()
    {
        await Send();
        while (outstanding.Count > 0)
        {
            await SettleOldest();
        }
    }

    private async Task Send()
    {
        while (receipt.Failure is null && outstanding.Count >= options.MaxOutstandingCalls)
        {
            await SettleOldest();
        }

        if (events.Count == 0 || receipt.Failure is not null)
        {
            return;
        }

        outstanding.Enqueue(new Call(log.Append(events.DrainToImmutable()), [.. items]));
        items.Clear();
        bytes = 0;
    }

    private async Task SettleOldest()
    {
        var oldest = outstanding.Dequeue();
        Settle(oldest, await oldest.Reply);
    }

    private void Settle(Call call, AppendReply reply)
    {
        if (reply.Unavailable is { } away)
        {
            receipt.Fail(IntakeFailure.Of(away));
            return;
        }

        if (reply.Results.Length != call.Items.Length)
        {
            throw new InvalidOperationException("The intake answered with another number of results than it was given events.");
        }

        receipt.Enter(reply.Epoch);
        for (var i = 0; i < call.Items.Length; i++)
        {
            receipt.Take(reply.Results[i], call.Items[i].Index, call.Items[i].Id);
        }

        receipt.Reach(reply.Derived);
    }

    private readonly record struct Item(long Index, string Id);

    private sealed record Call(Task<AppendReply> Reply, Item[] Items);
}
