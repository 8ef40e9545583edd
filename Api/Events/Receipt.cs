using System.Collections.Immutable;
using System.Text.Json;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Api.Events;

/// <summary>What became of the events of one request. Bounded, whatever the length of the request.</summary>
internal sealed class Receipt
{
    /// <summary>The most rejected items that an answer lists.</summary>
    public const int MaxListed = 1000;

    private readonly List<RejectedItem> rejected = [];
    private readonly Dictionary<int, long> highest = [];
    private Guid epoch;

    public long Accepted { get; private set; }

    public long Duplicates { get; private set; }

    public long Rejected { get; private set; }

    public bool HasConflict { get; private set; }

    /// <summary>Why the request was not read or not taken to its end; what is counted is durable all the same.</summary>
    public IntakeFailure? Failure { get; private set; }

    public bool NothingTaken => Accepted == 0 && Duplicates == 0;

    public IReadOnlyList<RejectedItem> Listed
    {
        get
        {
            rejected.Sort((one, other) => one.Index.CompareTo(other.Index));
            return rejected;
        }
    }

    public string Position => epoch == Guid.Empty
        ? string.Empty
        : PositionToken.Of(epoch, highest.Select(entry => new Position(entry.Key, entry.Value))).ToString();

    public void Reject(long index, string? id, EventProblem problem)
    {
        Rejected++;
        if (rejected.Count < MaxListed)
        {
            rejected.Add(new RejectedItem(index, id, problem));
        }
    }

    /// <summary>Notes the first failure; later ones follow from it.</summary>
    public void Fail(IntakeFailure failure) => Failure ??= failure;

    public void Take(AppendResult result, long index, string id)
    {
        switch (result.Status)
        {
            case AppendStatus.Appended:
                Accepted++;
                Reach(result.Position);
                break;
            case AppendStatus.Duplicate:
                Duplicates++;
                Reach(result.Position);
                break;
            case AppendStatus.Conflict:
                HasConflict = true;
                Reject(index, id, new EventProblem(
                    "conflict", "id", "is taken by another event of this source with another body; a new event needs a new id"));
                break;
            default:
                Reject(index, id, new EventProblem("refused", string.Empty, "was refused by the event log"));
                break;
        }
    }

    /// <summary>
    /// Notes what became of the events that were made of one item. Their ids are derived from what they say, so a
    /// conflict is an item that came before: only what does not count differs, such as the time at which it came.
    /// </summary>
    public void Take(ReadOnlySpan<AppendResult> made, long index, string? id)
    {
        var (appended, refused) = (false, false);
        foreach (var result in made)
        {
            appended |= result.Status == AppendStatus.Appended;
            refused |= result.Status == AppendStatus.Refused;
            if (result.Status != AppendStatus.Refused)
            {
                Reach(result.Position);
            }
        }

        if (refused)
        {
            Reject(index, id, new EventProblem("refused", string.Empty, "was refused by the event log"));
        }
        else if (appended)
        {
            Accepted++;
        }
        else
        {
            Duplicates++;
        }
    }

    /// <summary>Positions of another incarnation of the log mean nothing in this one.</summary>
    public void Enter(Guid log)
    {
        if (epoch != log)
        {
            highest.Clear();
            epoch = log;
        }
    }

    /// <summary>Writes the members of the answer, without the braces.</summary>
    public void WriteTo(Utf8JsonWriter json)
    {
        json.WriteNumber("accepted", Accepted);
        json.WriteNumber("duplicates", Duplicates);
        json.WriteStartArray("rejected");
        foreach (var item in Listed)
        {
            item.WriteTo(json);
        }

        json.WriteEndArray();
        if (Rejected > rejected.Count)
        {
            json.WriteNumber("rejectedCount", Rejected);
            json.WriteBoolean("rejectedTruncated", true);
        }

        json.WriteString("position", Position);
    }

    /// <summary>Notes what was derived from the events at once.</summary>
    public void Reach(ImmutableArray<Position> derived)
    {
        foreach (var position in derived)
        {
            Reach(position);
        }
    }

    private void Reach(Position position)
    {
        if (!highest.TryGetValue(position.Partition, out var offset) || offset < position.Offset)
        {
            highest[position.Partition] = position.Offset;
        }
    }
}

/// <summary>An item that was not taken: its place in the batch or the number of its line, from 0.</summary>
internal readonly record struct RejectedItem(long Index, string? Id, EventProblem Problem)
{
    public void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("index", Index);
        json.WriteString("id", Id);
        json.WriteString("code", Problem.Code);
        json.WriteString("message", Problem.Path.Length == 0 ? $"The event {Problem.Message}." : $"{Problem.Path} {Problem.Message}.");
        json.WriteString("path", Problem.Path);
        json.WriteEndObject();
    }
}

/// <summary>Why a request ended before its end.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">What the sender can do about it.</param>
/// <param name="RetryAfter">When to repeat, if that helps.</param>
internal sealed record IntakeFailure(int Status, string Detail, TimeSpan? RetryAfter = null)
{
    private const string Repeat = "Repeat the whole request: events that are durable already are counted as duplicates.";

    /// <summary>What an event log that does not take events is answered with.</summary>
    public static IntakeFailure Of(Unavailable away) => away.Reason == UnavailableReason.Overloaded
        ? new IntakeFailure(StatusCodes.Status429TooManyRequests, "The event log is overloaded. " + Repeat, away.RetryAfter)
        : new IntakeFailure(StatusCodes.Status503ServiceUnavailable, "The event log does not answer. " + Repeat, away.RetryAfter);
}
