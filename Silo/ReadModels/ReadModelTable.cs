namespace AutoCrm.Actors.Silo.ReadModels;

/// <summary>How a row stands in its table.</summary>
/// <param name="Name">The table.</param>
/// <param name="Layout">Its columns; the first is the key, the second the revision.</param>
internal sealed record ReadModelTable<TRow>(string Name, IReadOnlyList<RowColumn<TRow>> Layout)
{
    /// <summary>The key's column.</summary>
    public string Key => Layout[0].Name;

    /// <summary>Writes rows unless a newer revision is there; one array parameter per column.</summary>
    public string Upsert { get; } =
        $"""
        INSERT INTO {Name} AS row ({Names(Layout)})
        SELECT {Values(Layout)} FROM unnest({Parameters(Layout.Count)}) AS r({Names(Layout)})
        ON CONFLICT ({Layout[0].Name}) DO UPDATE SET {Sets(Layout, "excluded")}
        WHERE row.revision < excluded.revision
        """;

    /// <summary>What must hold of a row that is there if another is to be written over it.</summary>
    public const string Guard = "AND row.revision <= r.known AND row.revision <= r.revision";

    /// <summary>
    /// Writes each row if the one that is there is no newer than a revision that its writer knows of, the last parameter;
    /// answers with the keys of those that it did not write.
    /// </summary>
    public string Take { get; } =
        $"""
        WITH r AS MATERIALIZED (
            SELECT {Values(Layout)}, known FROM unnest({Parameters(Layout.Count + 1)}) AS r({Names(Layout)}, known)),
        updated AS (
            UPDATE {Name} AS row SET {Sets(Layout, "r")}
            FROM r WHERE row.{Layout[0].Name} = r.{Layout[0].Name} {Guard}
            RETURNING row.{Layout[0].Name} AS key),
        inserted AS (
            INSERT INTO {Name} ({Names(Layout)})
            SELECT {Names(Layout)} FROM r WHERE {Layout[0].Name} NOT IN (SELECT key FROM updated)
            ON CONFLICT DO NOTHING
            RETURNING {Layout[0].Name} AS key)
        SELECT {Layout[0].Name} FROM r WHERE {Layout[0].Name} NOT IN (SELECT key FROM updated UNION ALL SELECT key FROM inserted)
        """;

    /// <summary>
    /// The same for rows that are there: the cheaper way for an actor that has written its row before. Answers with the
    /// keys of those that it wrote.
    /// </summary>
    public string Update { get; } =
        $"""
        UPDATE {Name} AS row SET {Sets(Layout, "r")}
        FROM (
            SELECT {Values(Layout)}, known FROM unnest({Parameters(Layout.Count + 1)}) AS r({Names(Layout)}, known) OFFSET 0) AS r
        WHERE row.{Layout[0].Name} = r.{Layout[0].Name} {Guard}
        RETURNING row.{Layout[0].Name}
        """;

    /// <summary>The columns' values of many rows, in the order of the parameters.</summary>
    public IReadOnlyList<Func<TRow[], Array>> Columns { get; } = [.. Layout.Select(column => column.Of)];

    private static string Sets(IEnumerable<RowColumn<TRow>> layout, string from) => string.Join(", ", layout.Skip(1).Select(column => $"{column.Name} = {from}.{column.Name}"));

    private static string Names(IEnumerable<RowColumn<TRow>> layout) => string.Join(", ", layout.Select(column => column.Name));

    private static string Values(IEnumerable<RowColumn<TRow>> layout) =>
        string.Join(", ", layout.Select(column => column.Value is { } value ? $"{value} AS {column.Name}" : column.Name));

    private static string Parameters(int count) => string.Join(", ", Enumerable.Range(1, count).Select(n => $"${n}"));
}

/// <summary>A column of a read model.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Of">Its values of many rows.</param>
/// <param name="Value">The value as SQL, if it is not what the parameter holds.</param>
internal sealed record RowColumn<TRow>(string Name, Func<TRow[], Array> Of, string? Value = null);
