using System.Collections.Immutable;
using AutoCrm.Actors.Cli.Import.Maps;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Cli.Import.Documents;

/// <summary>A format of documents, of which a file holds one or several items.</summary>
internal interface IDocumentFormat
{
    /// <summary>Its name, as <c>--format</c> takes it.</summary>
    string Name { get; }

    /// <summary>What its items are called.</summary>
    string Items { get; }

    /// <summary>How the names of its files end; other files of a folder are passed over.</summary>
    ImmutableArray<string> Extensions { get; }

    /// <summary>The most bytes of a file.</summary>
    int MaxBytes { get; }

    /// <summary>Reads a file.</summary>
    /// <param name="bytes">Its content.</param>
    /// <param name="writtenAt">When it was written: the latest time of what it says.</param>
    /// <returns>At least one item; never throws on content.</returns>
    ImmutableArray<DocumentItem> Read(ReadOnlyMemory<byte> bytes, DateTimeOffset writtenAt);
}

/// <summary>An item of a document: the events that it makes, or why it makes none.</summary>
/// <param name="Place">Where it stands in its file, for people; empty for the whole file.</param>
/// <param name="Problem">Why it makes no events, or null.</param>
/// <param name="Events">The events; at least one if there is no problem.</param>
internal sealed record DocumentItem(string Place, RowProblem? Problem, ImmutableArray<MadeEvent> Events)
{
    public static DocumentItem Wrong(string place, RowProblem problem) => new(place, problem, []);
}
