using System.Buffers;
using System.Text.Json;
using AutoCrm.Actors.Api.Auth;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Api.Events;

/// <summary>Turns what was sent into events for the log, or into what is wrong. Made for one request; not for several threads.</summary>
internal sealed class EventParser(Caller caller, TimeProvider time) : IDisposable
{
    private readonly Envelope envelope = new();
    private readonly Admission admission = new(caller, time);
    private byte[] scratch = [];

    /// <summary>Reads a structured event.</summary>
    public ParsedEvent Parse(in ReadOnlySequence<byte> json) => Parse(InOnePiece(json));

    /// <summary>Reads a structured event.</summary>
    public ParsedEvent Parse(ReadOnlyMemory<byte> json)
    {
        if (JsonFaults.IsSuspect(json.Span))
        {
            return new ParsedEvent(null, JsonFaults.Find(json.Span, string.Empty), null);
        }

        try
        {
            using var document = JsonDocument.Parse(json, JsonFaults.Strict);
            return Admit(EnvelopeReader.Read(document.RootElement, envelope));
        }
        catch (JsonException)
        {
            return new ParsedEvent(null, JsonFaults.Find(json.Span, string.Empty), null);
        }
    }

    /// <summary>Reads a binary event: attributes from headers, data from the body.</summary>
    public ParsedEvent Parse(IHeaderDictionary headers, ReadOnlyMemory<byte> body)
    {
        envelope.Clear();
        var problem = BinaryHeaders.Read(headers, envelope);
        if (body.IsEmpty)
        {
            return Admit(problem ?? envelope.Complete());
        }

        // A body of another type is refused for its type: it need not be JSON.
        if (envelope.DataContentType is { } contentType && !EnvelopeRules.IsJson(contentType))
        {
            return Admit(problem ?? envelope.Complete());
        }

        try
        {
            if (JsonFaults.IsSuspect(body.Span))
            {
                return new ParsedEvent(null, JsonFaults.Find(body.Span, "data"), envelope.Id);
            }

            using var document = JsonDocument.Parse(body, JsonFaults.Strict);
            envelope.Data = document.RootElement;
            return Admit(problem ?? envelope.Complete());
        }
        catch (JsonException)
        {
            return new ParsedEvent(null, JsonFaults.Find(body.Span, "data"), envelope.Id);
        }
    }

    public void Dispose()
    {
        admission.Dispose();
        if (scratch.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(scratch);
            scratch = [];
        }
    }

    private ParsedEvent Admit(EventProblem? problem)
    {
        NewEvent? admitted = null;
        problem ??= admission.Admit(envelope, out admitted);
        return new ParsedEvent(admitted, problem, envelope.Id);
    }

    private ReadOnlyMemory<byte> InOnePiece(in ReadOnlySequence<byte> json)
    {
        if (json.IsSingleSegment)
        {
            return json.First;
        }

        var length = checked((int)json.Length);
        if (scratch.Length < length)
        {
            if (scratch.Length > 0)
            {
                ArrayPool<byte>.Shared.Return(scratch);
            }

            scratch = ArrayPool<byte>.Shared.Rent(length);
        }

        json.CopyTo(scratch);
        return scratch.AsMemory(0, length);
    }
}

/// <summary>An event for the log, or the problem that it has; the id where it could be read.</summary>
internal readonly record struct ParsedEvent(NewEvent? Event, EventProblem? Problem, string? Id);
