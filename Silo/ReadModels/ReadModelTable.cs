namespace AutoCrm.Actors.Silo.ReadModels;

/// <summary>How a row stands in its table.</summary>
/// <param name="Name">The table.</param>
/// <param name="Layout">Its columns; the first is the key, the second the revision.</param>
internal sealed record ReadModelTable<TRow>(string Name, IReadOnlyList<RowColumn<TRow>> Layout)
{
    private readonly Func<TRow, TRow, bool>[] steady = [.. Layout.Select(column => column.IsSame).OfType<Func<TRow, TRow, bool>>()];

    /// <summary>The key's column.</summary>
    public string Key => Layout[0].Name;

    /// <summary>Writes rows unless a newer revision is there; one array parameter per column.</summary>
    public string Upsert { get; } =
        $"""
        INSERT INTO {Name} AS row ({Names(Layout)})
        SELECT {Values(Layout)} FROM unnest({Parameters(Layout.Count)}) AS r({Names(Layout)})
        ON CONFLICT ({Layout[0].Name}) DO UPDATE SET {Sets(Layout, "excluded")}, written_by = 0
        WHERE row.revision < excluded.revision
        """;

    /// <summary>What holds of a row that is there and one that <see cref="Upsert"/> would write, if they say different things.</summary>
    public string Differs { get; } = $"({Names(Layout, "row.")}) IS DISTINCT FROM ({Names(Layout, "excluded.")})";

    /// <summary>What must hold of a row that is there if another is to be written over it.</summary>
    public const string Guard = "AND row.revision <= r.known AND row.revision <= r.revision";

    /// <summary>
    /// Writes each row if the one that is there is no newer than a revision that its writer knows of; answers with the keys of
    /// those that it did not write, and the revisions that are there. After the columns come what the writers know of, and who they are.
    /// </summary>
    public string Take { get; } =
        $"""
        WITH r AS MATERIALIZED (
            SELECT {Values(Layout)}, known, written_by FROM unnest({Parameters(Layout.Count + 2)}) AS r({Names(Layout)}, known, written_by)),
        updated AS (
            UPDATE {Name} AS row SET {Sets(Layout, "r")}, written_by = r.written_by
            FROM r WHERE row.{Layout[0].Name} = r.{Layout[0].Name} {Guard}
            RETURNING row.{Layout[0].Name} AS key),
        inserted AS (
            INSERT INTO {Name} ({Names(Layout)}, written_by)
            SELECT {Names(Layout)}, written_by FROM r WHERE {Layout[0].Name} NOT IN (SELECT key FROM updated)
            ON CONFLICT DO NOTHING
            RETURNING {Layout[0].Name} AS key)
        SELECT r.{Layout[0].Name}, coalesce((SELECT row.revision FROM {Name} AS row WHERE row.{Layout[0].Name} = r.{Layout[0].Name}), 0)
        FROM r WHERE r.{Layout[0].Name} NOT IN (SELECT key FROM updated UNION ALL SELECT key FROM inserted)
        """;

    /// <summary>
    /// The same for rows that are there: the cheaper way for an actor that has written its row before. Answers with the
    /// keys of those that it wrote, and their revisions.
    /// </summary>
    public string Update { get; } =
        $"""
        UPDATE {Name} AS row SET {Sets(Layout, "r")}, written_by = r.written_by
        FROM (
            SELECT {Values(Layout)}, known, written_by
            FROM unnest({Parameters(Layout.Count + 2)}) AS r({Names(Layout)}, known, written_by) OFFSET 0) AS r
        WHERE row.{Layout[0].Name} = r.{Layout[0].Name} {Guard}
        RETURNING row.{Layout[0].Name}, row.revision
        """;

    /// <summary>
    /// The same for rows of which only restless columns have changed since their writer wrote them, which is sure only if
    /// nobody else has written them since: a third of the cost. Its parameters are the restless columns', and the two.
    /// </summary>
    public string Touch { get; } =
        $"""
        UPDATE {Name} AS row SET {Sets(Restless(Layout), "r")}
        FROM (
            SELECT {Values(Restless(Layout))}, known, written_by
            FROM unnest({Parameters(Restless(Layout).Count + 2)}) AS r({Names(Restless(Layout))}, known, written_by) OFFSET 0) AS r
        WHERE row.{Layout[0].Name} = r.{Layout[0].Name} AND row.written_by = r.written_by {Guard}
        RETURNING row.{Layout[0].Name}, row.revision
        """;

    /// <summary>The columns' values of many rows, in the order of the parameters.</summary>
    public IReadOnlyList<Func<TRow[], Array>> Columns { get; } = [.. Layout.Select(column => column.Of)];

    /// <summary>The same of <see cref="Touch"/>.</summary>
    public IReadOnlyList<Func<TRow[], Array>> RestlessColumns { get; } = [.. Restless(Layout).Select(column => column.Of)];

    /// <summary>Whether two rows of one actor differ in restless columns at most.</summary>
    public bool IsTouch(TRow before, TRow after)
    {
        foreach (var isSame in steady)
        {
            if (!isSame(before, after))
            {
                return false;
            }
        }

        return true;
    }

    private static List<RowColumn<TRow>> Restless(IEnumerable<RowColumn<TRow>> layout) => [.. layout.Where(column => column.IsSame is null)];

    private static string Sets(IEnumerable<RowColumn<TRow>> layout, string from) => string.Join(", ", layout.Skip(1).Select(column => $"{column.Name} = {from}.{column.Name}"));

    private static string Names(IEnumerable<RowColumn<TRow>> layout, string of = "") => string.Join(", ", layout.Select(column => of + column.Name));

    private static string Values(IEnumerable<RowColumn<TRow>> layout) =>
        string.Join(", ", layout.Select(column => column.Value is { } value ? $"{value} AS {column.Name}" : column.Name));

    private static string Parameters(int count) => string.Join(", ", Enumerable.Range(1, count).Select(n => $"${n}"));
}

/// <summary>A column of a read model.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Of">Its values of many rows.</param>
/// <param name="IsSame">Whether two rows of one actor have the same value; null for a restless column, which nearly every event changes.</param>
/// <param name="Value">The value as SQL, if it is not what the parameter holds.</param>
internal sealed record RowColumn<TRow>(string Name, Func<TRow[], Array> Of, Func<TRow, TRow, bool>? IsSame = null, string? Value = null);
