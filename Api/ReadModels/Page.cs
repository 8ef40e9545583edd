namespace AutoCrm.Actors.Api.ReadModels;

/// <summary>A part of a list in keyset order.</summary>
internal sealed record Page<TRow>(IReadOnlyList<TRow> Rows, bool HasNext)
{
    // The queries ask for one row more than the page holds, to learn whether there is a next page.
    public static Page<TRow> Of(List<TRow> rows, int first)
    {
        var hasNext = rows.Count > first;
        if (hasNext)
        {
            rows.RemoveRange(first, rows.Count - first);
        }

        return new Page<TRow>(rows, hasNext);
    }
}
