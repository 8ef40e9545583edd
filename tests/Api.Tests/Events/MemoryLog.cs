using System.Collections.Concurrent;
using System.Collections.Immutable;
using AutoCrm.Actors.Api.Events;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Api.Tests.Events;

/// <summary>The edge's view of the log, in memory, for what is about the edge alone: bounds, answers, back-pressure.</summary>
internal sealed class MemoryLog : IEventLog
{
    private readonly ConcurrentDictionary<(string Source, string Id), NewEvent> events = new();
    private int running;
    private long offset;

    public static Guid Epoch { get; } = Guid.Parse("0f0f0f0f-0000-0000-0000-000000000001");

    public ConcurrentQueue<ImmutableArray<NewEvent>> Calls { get; } = new();

    public int MostRunning { get; private set; }

    public int Count => events.Count;

    /// <summary>Answers this instead, from the given call on.</summary>
    public (int FromCall, Unavailable Answer)? Away { get; set; }

    /// <summary>Holds every answer back until this is set.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public async Task<AppendReply> Append(ImmutableArray<NewEvent> appended)
    {
        Calls.Enqueue(appended);
        var call = Calls.Count;
        MostRunning = Math.Max(MostRunning, Interlocked.Increment(ref running));
        await Gate;
        await Task.Yield();
        Interlocked.Decrement(ref running);
        if (Away is { } away && call >= away.FromCall)
        {
            return new AppendReply { Unavailable = away.Answer };
        }

        return new AppendReply { Epoch = Epoch, Results = [.. appended.Select(Append)] };
    }

    private AppendResult Append(NewEvent added)
    {
        if (events.TryAdd((added.Source, added.Id), added))
        {
            return new AppendResult(AppendStatus.Appended, new Position(3, Interlocked.Increment(ref offset)));
        }

        var first = events[(added.Source, added.Id)];
        var same = first.Data.AsSpan().SequenceEqual(added.Data) && first.Time.EqualsExact(added.Time);
        return new AppendResult(same ? AppendStatus.Duplicate : AppendStatus.Conflict, new Position(3, 1));
    }
}
