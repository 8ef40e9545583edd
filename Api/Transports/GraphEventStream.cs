using System.Text;
using AutoCrm.Actors.Api.Auth;
using AutoCrm.Actors.Api.Graph;
using GraphQL;
using GraphQL.SystemTextJson;
using Microsoft.Extensions.Options;

namespace AutoCrm.Actors.Api.Transports;

/// <summary>GraphQL over server-sent events, distinct connections: one operation a stream.</summary>
internal sealed class GraphEventStream(
    GraphQLSerializer serializer, IHostApplicationLifetime lifetime, TimeProvider time, IOptions<TransportOptions> options)
{
    private static readonly byte[] Heartbeat = ":\n\n"u8.ToArray();
    private static readonly byte[] Complete = "event: complete\ndata:\n\n"u8.ToArray();
    private readonly TransportOptions bounds = options.Value;

    public async Task Write(HttpContext context, Caller caller, GraphAnswer answer)
    {
        context.Response.ContentType = Negotiation.NameOf(AnswerMedia.EventStream);
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["X-Accel-Buffering"] = "no";
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        using var expiry = time.CreateTimer(_ => Cancel(ended), null, Lifetimes.Left(caller, time), Timeout.InfiniteTimeSpan);
        try
        {
            await Send(context, Heartbeat, ended.Token);
            await WriteAll(context, answer, ended.Token);
            await Send(context, Complete, ended.Token);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The client left, its token ended or the server stops: the stream just ends.
        }
    }

    private async Task WriteAll(HttpContext context, GraphAnswer answer, CancellationToken ended)
    {
        if (answer.Stream is null)
        {
            await SendNext(context, answer.Result, ended);
            return;
        }

        await using var results = answer.Stream.GetAsyncEnumerator(ended);
        var next = results.MoveNextAsync().AsTask();
        try
        {
            while (true)
            {
                if (!await Arrived(next, ended))
                {
                    await Send(context, Heartbeat, ended);
                    continue;
                }

                if (!await next)
                {
                    return;
                }

                await SendNext(context, results.Current, ended);
                next = results.MoveNextAsync().AsTask();
            }
        }
        finally
        {
            // The enumerator must not be disposed while it moves.
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<bool> Arrived(Task next, CancellationToken ended)
    {
        try
        {
            await next.WaitAsync(bounds.Heartbeat, time, ended);
            return true;
        }
        catch (TimeoutException) when (!next.IsCompleted)
        {
            return false;
        }
    }

    // JSON has no raw line ends, so one data line holds it.
    private Task SendNext(HttpContext context, ExecutionResult result, CancellationToken ended) =>
        Send(context, Encoding.UTF8.GetBytes($"event: next\ndata: {serializer.Serialize(result)}\n\n"), ended);

    private async Task Send(HttpContext context, byte[] bytes, CancellationToken ended)
    {
        using var slow = CancellationTokenSource.CreateLinkedTokenSource(ended);
        using var timer = time.CreateTimer(_ => Cancel(slow), null, bounds.SendTimeout, Timeout.InfiniteTimeSpan);
        try
        {
            await context.Response.Body.WriteAsync(bytes, slow.Token);
            await context.Response.Body.FlushAsync(slow.Token);
        }
        catch (OperationCanceledException) when (!ended.IsCancellationRequested)
        {
            context.Abort();
            throw;
        }
    }

    private static void Cancel(CancellationTokenSource source)
    {
        try
        {
            source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The timer fired while its stream was ending.
        }
    }
}
