using System.Collections.Immutable;
using System.Threading.Channels;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Grains.Events;

namespace AutoCrm.Actors.Grains.Tests.Events;

/// <summary>Whom and what the delivery deals with: they answer when the test says so.</summary>
public sealed partial class SubjectDeliveryTests
{
    private sealed class SlowActor : IEntityGrain
    {
        public Calls<(long[] Offsets, TaskCompletionSource<RowTicket> Done)> Applies { get; } = new();

        public Calls<TaskCompletionSource> CatchUps { get; } = new();

        public Calls<TaskCompletionSource<RowAnswer>> Confirms { get; } = new();

        public Task<RowTicket> Apply(EventBatch batch) =>
            Applies.Add(([.. batch.Events.Select(e => e.Position.Offset)], new(TaskCreationOptions.RunContinuationsAsynchronously))).Done.Task;

        public Task CatchUp() => CatchUps.Add(new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

        public Task<RowAnswer> Confirm(RowTicket ticket) => Confirms.Add(new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

        public Task<DateTimeOffset?> DeriveDue() => throw new NotSupportedException();

        public Task<long> Rebuild() => throw new NotSupportedException();
    }

    private sealed class Agreement : IActorOwners
    {
        public bool Holds { get; set; } = true;

        public bool IsAgreedSince(long since) => Holds;

        public long KnownSince(Guid carrier) => long.MinValue;

        public bool IsHere(GrainId actor) => true;
    }

    private sealed class Calls<T>
    {
        private readonly Channel<T> made = Channel.CreateUnbounded<T>();
        private int count;

        public int Count => count;

        public T Add(T call)
        {
            Interlocked.Increment(ref count);
            made.Writer.TryWrite(call);
            return call;
        }

        public Task<T> Next() => made.Reader.ReadAsync().AsTask().WaitAsync(Bound);
    }

    private sealed class RecordedQuarantine : IQuarantine
    {
        private ImmutableArray<LateRow> rows = [];

        public ImmutableArray<long> Kept => [.. rows.Select(row => row.From.Offset)];

        public ImmutableHashSet<Guid> Left { get; private set; } = [];

        public bool IsAway { get; set; }

        public int Refusals { get; private set; }

        /// <summary>What the answers to notes wait for.</summary>
        public TaskCompletionSource? Answer { get; set; }

        public void ForgetLeft() => Left = [];

        public Task Keep(Subject subject, Position position, string reason) => throw new NotSupportedException();

        public Task KeepLate(LateRow late, string reason)
        {
            if (IsAway)
            {
                Refusals++;
                return Task.FromException(new IOException());
            }

            rows = rows.Add(late);
            return Answer?.Task ?? Task.CompletedTask;
        }

        public Task<ImmutableArray<(LateRow Row, bool IsLeft)>> ReadLate(int partition, CancellationToken cancellation) =>
            Task.FromResult<ImmutableArray<(LateRow, bool)>>([.. rows.Select(row => (row, Left.Contains(row.Keeper)))]);

        public Task<ImmutableArray<Position>> Read(Subject subject) => throw new NotSupportedException();

        public Task Release(Subject subject, IEnumerable<Position> positions) => throw new NotSupportedException();

        public Task Leave(int partition, Guid keeper)
        {
            Left = Left.Add(keeper);
            return Task.CompletedTask;
        }

        public Task ReleaseLate(LateRow late)
        {
            rows = rows.Remove(late);
            return Task.CompletedTask;
        }
    }
}
