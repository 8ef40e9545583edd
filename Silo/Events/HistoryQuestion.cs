using System.Collections.Immutable;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Grains.Events;

namespace AutoCrm.Actors.Silo.Events;

/// <summary>An actor's question for its history, with what was found.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Ids">The ids whose events it folds, at least one; several are of one kind.</param>
/// <param name="Applied">What it has, an offset for each partition; null if it has nothing, and asks for the beginning.</param>
/// <param name="Events">Events that it has already; they are not made again.</param>
internal sealed record HistoryQuestion(SubjectKind Kind, ImmutableArray<string> Ids, string? Applied, ImmutableArray<LoggedEvent> Events)
{
    public ImmutableArray<LoggedEvent>.Builder Found { get; } = ImmutableArray.CreateBuilder<LoggedEvent>(1);

    /// <summary>Whether it has so few events that they can be passed over one by one.</summary>
    public bool HasFew { get; init; }

    /// <summary>Whether there are more events than a first page holds, of which none was read.</summary>
    public bool HasMore { get; set; }

    public void Clear()
    {
        Found.Clear();
        HasMore = false;
    }

    public LoggedEvent? Known(Position position)
    {
        foreach (var known in Events)
        {
            if (known.Position == position)
            {
                return known;
            }
        }

        return null;
    }

    /// <summary>The page. Of each id one event more than fits was asked for, so that what fits is the beginning of all of them.</summary>
    /// <param name="most">The most events in it.</param>
    public HistoryPage Answer(int most)
    {
        if (Ids.Length > 1)
        {
            Found.Sort(static (one, other) => (one.Position.Partition, one.Position.Offset).CompareTo((other.Position.Partition, other.Position.Offset)));
        }

        var complete = Found.Count <= most && !HasMore;
        Found.Count = Math.Min(Found.Count, most);
        return new HistoryPage(Found.DrainToImmutable(), complete);
    }
}
