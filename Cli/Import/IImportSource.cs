using AutoCrm.Actors.Cli.Import.Maps;

namespace AutoCrm.Actors.Cli.Import;

/// <summary>What is imported, item by item: the rows of a CSV file, or what stands in documents.</summary>
internal interface IImportSource : IDisposable
{
    /// <summary>How it is read, for people: <c>with map car-sales</c>, <c>as adf</c>.</summary>
    string Reading { get; }

    /// <summary>The name of the map or the format.</summary>
    string Map { get; }

    /// <summary>What its items are called.</summary>
    string Items { get; }

    /// <summary>
    /// Whether an event that the system has with another body is one that it has: ids are derived from what the events
    /// say, and only the time at which it came differs.
    /// </summary>
    bool ConflictIsDuplicate { get; }

    long BytesRead { get; }

    long? TotalBytes { get; }

    /// <summary>The current item's number, as the sender would count.</summary>
    long Number { get; }

    /// <summary>The current item as it stands in the file of rejected ones.</summary>
    ReadOnlySpan<byte> Original { get; }

    /// <summary>What was repaired so far.</summary>
    IEnumerable<RepairCount> Repairs { get; }

    string? RejectedFile { get; }

    bool RejectedFileIsElsewhere { get; }

    /// <summary>Goes to the next item.</summary>
    /// <returns>False at the end.</returns>
    /// <exception cref="ImportStoppedException">It cannot be read on.</exception>
    bool Read();

    /// <summary>Writes the events of the current item.</summary>
    /// <param name="body">Where they go; as it was before if the item has a problem.</param>
    /// <param name="written">How many events the item made.</param>
    /// <returns>What is wrong with the item, or null.</returns>
    RowProblem? Write(ByteBuffer body, out int written);

    /// <summary>Hands an item back with the reason why it was not taken in.</summary>
    void Reject(long number, RowProblem problem, ReadOnlySpan<byte> original);
}
