using System.Text.Json;
using AutoCrm.Actors.Api.Auth;
using AutoCrm.Actors.Api.Graph;
using GraphQL.SystemTextJson;

namespace AutoCrm.Actors.Api.Transports;

/// <summary>The operations that run on one WebSocket.</summary>
internal sealed class SocketOperations(GraphExecutor executor, RequestReader reader, GraphQLSerializer serializer, TransportOptions bounds)
{
    private const Operations Carried = Operations.Query | Operations.Mutation | Operations.Subscription;
    private readonly Lock gate = new();
    private readonly Dictionary<string, CancellationTokenSource> running = new(StringComparer.Ordinal);
    private SocketOutbox outbox = null!;
    private Action<int, string> close = null!;
    private CancellationToken ended;

    public void Start(SocketOutbox to, Action<int, string> onFailure, CancellationToken socketEnded) =>
        (outbox, close, ended) = (to, onFailure, socketEnded);

    public async Task Begin(string id, JsonElement payload, Caller caller)
    {
        var request = reader.Read(payload);
        // Linked to nothing, so that it needs no disposal: whoever ends the socket stops its operations.
        var operation = new CancellationTokenSource();
        var isFull = false;
        lock (gate)
        {
            isFull = running.Count >= bounds.MaxOperationsPerSocket;
            if (!isFull && !running.TryAdd(id, operation))
            {
                throw new ProtocolViolation(CloseCodes.DuplicateOperation, "Subscriber for this id already exists");
            }
        }

        if (isFull)
        {
            var refusal = new GraphRefusal(GraphCodes.BadRequest, $"This socket runs {bounds.MaxOperationsPerSocket} operations already.");
            await outbox.Put(SocketMessage.Error(id, [refusal], serializer), ended);
            return;
        }

        _ = Run(id, operation, request, caller);
    }

    /// <summary>The client wants no more of an operation; its id is free at once.</summary>
    public void End(string id)
    {
        CancellationTokenSource? operation;
        lock (gate)
        {
            running.Remove(id, out operation);
        }

        operation?.Cancel();
    }

    public async Task Stop()
    {
        CancellationTokenSource[] all;
        lock (gate)
        {
            all = [.. running.Values];
            running.Clear();
        }

        foreach (var operation in all)
        {
            await operation.CancelAsync();
        }
    }

    private async Task Run(string id, CancellationTokenSource operation, GraphRequest request, Caller caller)
    {
        // The socket reads on while the operation runs.
        await Task.Yield();
        var stop = operation.Token;
        try
        {
            var answer = await executor.Execute(request, caller, Carried, stop);
            await Tell(id, operation, answer, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The client or the socket ended it: nothing more is said about it.
        }
        catch (Exception)
        {
            close(CloseCodes.ServerError, "Internal server error");
        }
        finally
        {
            Forget(id, operation);
        }
    }

    private async Task Tell(string id, CancellationTokenSource operation, GraphAnswer answer, CancellationToken stop)
    {
        switch (answer.Outcome)
        {
            case GraphOutcome.Streaming:
                await foreach (var result in answer.Stream!.WithCancellation(stop))
                {
                    await outbox.Put(SocketMessage.Next(id, result, serializer), stop);
                }

                break;
            case GraphOutcome.Executed:
                await outbox.Put(SocketMessage.Next(id, answer.Result, serializer), stop);
                break;
            default:
                stop.ThrowIfCancellationRequested();
                Forget(id, operation);
                await outbox.Put(SocketMessage.Error(id, answer.Result.Errors!, serializer), ended);
                return;
        }

        // The client may use the id again as soon as it reads this.
        Forget(id, operation);
        await outbox.Put(SocketMessage.Complete(id), ended);
    }

    private void Forget(string id, CancellationTokenSource operation)
    {
        lock (gate)
        {
            if (running.TryGetValue(id, out var current) && current == operation)
            {
                running.Remove(id);
            }
        }
    }
}
