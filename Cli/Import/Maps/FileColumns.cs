using System.Collections.Immutable;

namespace AutoCrm.Actors.Cli.Import.Maps;

/// <summary>The columns that a file has, by name. Columns that the importer itself added to rejected rows do not count.</summary>
internal sealed class FileColumns
{
    /// <summary>How the names of the columns begin that the importer puts before rejected rows.</summary>
    public const string OwnPrefix = "autocrm_";

    private readonly ImmutableArray<string> names;

    public FileColumns(IEnumerable<string> headers, bool trim)
    {
        var raw = headers.ToImmutableArray();
        names = [.. raw.Select(name => trim ? name.Trim() : name)];
        Trimmed = [.. raw.Where((name, index) => name != names[index])];
        Data = [.. Enumerable.Range(0, names.Length).Where(index => !names[index].StartsWith(OwnPrefix, StringComparison.Ordinal))];
    }

    public int Count => names.Length;

    /// <summary>The places of the sender's own columns.</summary>
    public ImmutableArray<int> Data { get; }

    /// <summary>The headers that had blanks around them, as they stand in the file.</summary>
    public ImmutableArray<string> Trimmed { get; }

    public int IndexOf(string column, string path)
    {
        var index = names.IndexOf(column);
        if (index < 0)
        {
            throw new MapException($"{path}: the file has no column '{column}'; it has {string.Join(", ", names.Select(name => $"'{name}'"))}.");
        }

        return names.LastIndexOf(column) == index
            ? index
            : throw new MapException($"{path}: the file has more than one column '{column}'.");
    }
}
