using System.Buffers;
using System.IO.Pipelines;
using AutoCrm.Actors.Api.Auth;
using AutoCrm.Actors.Events;
using Microsoft.Extensions.Options;

namespace AutoCrm.Actors.Api.Events;

/// <summary>Takes the events of one request into the log, whichever way they were sent.</summary>
internal sealed class EventIntake(IEventLog log, TimeProvider time, IOptions<EventsOptions> options)
{
    private readonly EventsOptions options = options.Value;

    public async Task<Receipt> TakeOne(Caller caller, ReadOnlyMemory<byte> json)
    {
        using var parser = new EventParser(caller, time);
        return await TakeOne(parser.Parse(json));
    }

    public async Task<Receipt> TakeBinary(Caller caller, IHeaderDictionary headers, ReadOnlyMemory<byte> body)
    {
        using var parser = new EventParser(caller, time);
        return await TakeOne(parser.Parse(headers, body));
    }

    public async Task<Receipt> TakeBatch(Caller caller, ReadOnlyMemory<byte> json)
    {
        var receipt = new Receipt();
        if (!BatchItems.TryRead(json.Span, options.MaxBatchEvents, out var items, out var failure))
        {
            receipt.Fail(failure);
            return receipt;
        }

        using var parser = new EventParser(caller, time);
        var window = new IntakeWindow(log, options, receipt);
        for (var index = 0; index < items.Count && receipt.Failure is null; index++)
        {
            await window.Add(parser.Parse(json[items[index]]), index);
        }

        await window.Complete();
        return receipt;
    }

    /// <summary>Takes one event a line, with constant memory.</summary>
    /// <param name="caller">The sender.</param>
    /// <param name="body">The stream.</param>
    /// <param name="stop">Ends the stream early, when the process stops.</param>
    /// <param name="aborted">The sender is gone.</param>
    public async Task<Receipt> TakeStream(Caller caller, PipeReader body, CancellationToken stop, CancellationToken aborted)
    {
        var receipt = new Receipt();
        var window = new IntakeWindow(log, options, receipt);
        using var parser = new EventParser(caller, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, aborted);
        try
        {
            await ReadLines(body, parser, window, receipt, either.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested && !aborted.IsCancellationRequested)
        {
            receipt.Fail(new IntakeFailure(
                StatusCodes.Status503ServiceUnavailable,
                "The server is stopping. Repeat the whole request: events that are durable already are counted as duplicates.",
                TimeSpan.FromSeconds(2)));
        }
        catch (Exception unreadable) when (FailureOf(unreadable) is not null)
        {
            receipt.Fail(FailureOf(unreadable)!);
        }

        await window.Complete();
        return receipt;
    }

    /// <summary>What a body that cannot be read to its end is answered with.</summary>
    public static IntakeFailure? FailureOf(Exception unreadable) => unreadable switch
    {
        BodyTooLargeException => new IntakeFailure(StatusCodes.Status413PayloadTooLarge, "The body grows too much when it is decompressed."),
        BadHttpRequestException bad => new IntakeFailure(bad.StatusCode, "The body ended early, came too slowly, or is not well-formed HTTP."),
        InvalidDataException => new IntakeFailure(StatusCodes.Status400BadRequest, "The body is not valid gzip."),
        _ => null,
    };

    private async Task ReadLines(PipeReader body, EventParser parser, IntakeWindow window, Receipt receipt, CancellationToken cancelled)
    {
        var lines = new LineSplitter(options.MaxLineBytes);
        var index = 0L;
        while (receipt.Failure is null)
        {
            if (!body.TryRead(out var read))
            {
                await window.SendWhileIdle();
                read = await body.ReadAsync(cancelled);
            }

            var buffer = read.Buffer;
            while (receipt.Failure is null && lines.TryTake(ref buffer, read.IsCompleted, out var line, out var isTooLong))
            {
                await TakeLine(parser, window, line, isTooLong, index++);
            }

            body.AdvanceTo(buffer.Start, buffer.End);
            if (read.IsCompleted)
            {
                return;
            }

            cancelled.ThrowIfCancellationRequested();
        }
    }

    private ValueTask TakeLine(EventParser parser, IntakeWindow window, in ReadOnlySequence<byte> line, bool isTooLong, long index)
    {
        if (isTooLong)
        {
            var problem = new EventProblem("too-long", string.Empty, $"is longer than {options.MaxLineBytes} bytes");
            return window.Add(new ParsedEvent(null, problem, null), index);
        }

        return IsBlank(line) ? ValueTask.CompletedTask : window.Add(parser.Parse(line), index);
    }

    private static bool IsBlank(in ReadOnlySequence<byte> line)
    {
        foreach (var part in line)
        {
            if (part.Span.ContainsAnyExcept(" \t\r"u8))
            {
                return false;
            }
        }

        return true;
    }

    private async Task<Receipt> TakeOne(ParsedEvent parsed)
    {
        var receipt = new Receipt();
        if (parsed.Problem is { Code: "unreadable", Path: "" } unreadable)
        {
            receipt.Fail(new IntakeFailure(StatusCodes.Status400BadRequest, $"The body {unreadable.Message}."));
            return receipt;
        }

        var window = new IntakeWindow(log, options, receipt);
        await window.Add(parsed, 0);
        await window.Complete();
        return receipt;
    }
}
