using AutoCrm.Actors.Grains;
using AutoCrm.Actors.Grains.Events;

namespace AutoCrm.Actors.Silo.ReadModels;

/// <summary>
/// Imitates a superseded activation for the fault tests: writes some rows again after their actors have written newer
/// ones. Without <see cref="Weaknesses.RepeatOldRows"/> it changes nothing.
/// </summary>
internal sealed class LateRows<TRow>(Weaknesses weaknesses)
    where TRow : IReadModelRow
{
    private const int MostKept = 1000;

    private readonly Dictionary<string, TRow> kept = [];
    private readonly List<TRow> late = [];

    /// <summary>The rows of a statement, with old ones mixed in.</summary>
    public TRow[] Mix(TRow[] rows)
    {
        if (weaknesses.RepeatOldRows <= 0)
        {
            return rows;
        }

        var keys = rows.Select(row => row.Key).ToHashSet(StringComparer.Ordinal);
        TRow[] mixed = [.. rows.Concat(late.Where(row => keys.Add(row.Key))).OrderBy(row => row.Key, StringComparer.Ordinal)];
        late.Clear();
        foreach (var row in rows)
        {
            if (kept.Remove(row.Key, out var older) && older.Revision < row.Revision)
            {
                late.Add(older);
            }
            else if (kept.Count < MostKept && weaknesses.RepeatsWrite())
            {
                kept[row.Key] = row;
            }
        }

        return mixed;
    }
}
