using AutoCrm.Actors.Api.Hosting;
using Npgsql;

namespace AutoCrm.Actors.Api.ReadModels;

/// <summary>What a search for customers demands; null demands nothing.</summary>
internal sealed record CustomerSearch
{
    public string? NameStartsWith { get; init; }

    /// <summary>The name of a <see cref="Customers.CustomerStage"/>.</summary>
    public string? Stage { get; init; }

    /// <summary>The name of a <see cref="Customers.PartyState"/>.</summary>
    public string? Party { get; init; }

    public bool? HasConflicts { get; init; }

    public string? Dealership { get; init; }

    /// <summary>The dealership outside of whose customers the caller may not look.</summary>
    public string? Scope { get; init; }
}

internal sealed record CustomerRow(string Id, long Revision, string? Name, string Stage, string Party, string[] Dealerships);

/// <summary>Many customers, from the read model, in order of id.</summary>
internal sealed class CustomerDirectory([FromKeyedServices(Database.Reads)] NpgsqlDataSource reads)
{
    // An owner who stays away becomes defecting with time alone: the row says when.
    private const string Stage = "CASE WHEN defects_at <= now() THEN 'Defecting' ELSE stage END";

    private const string Matching = $"""
        FROM customer_row
        WHERE ($1::text IS NULL OR lower(name) LIKE $1)
          AND ($2::text IS NULL OR lower({Stage}) = lower($2))
          AND ($3::text IS NULL OR dealerships @> ARRAY[$3])
          AND ($4::text IS NULL OR dealerships @> ARRAY[$4])
          AND ($5::text IS NULL OR party = $5)
          AND ($6::boolean IS NULL OR (conflicts > 0) = $6)
        """;

    private const string SearchSql =
        "SELECT id, revision, name, " + Stage + ", party, dealerships " + Matching + " AND ($7::text IS NULL OR id > $7) ORDER BY id LIMIT $8";

    private const string CountSql = "SELECT count(*) " + Matching;

    public async Task<Page<CustomerRow>> Search(CustomerSearch search, string? after, int first, CancellationToken cancellation)
    {
        var rows = await reads.Query(SearchSql, [.. Parameters(search), Rows.Text(after), Rows.Integer(first + 1)], Read, cancellation);
        return Page<CustomerRow>.Of(rows, first);
    }

    public Task<long> Count(CustomerSearch search, CancellationToken cancellation) => reads.Count(CountSql, Parameters(search), cancellation);

    private static NpgsqlParameter[] Parameters(CustomerSearch search) =>
    [
        Rows.Text(Prefix(search.NameStartsWith)),
        Rows.Text(search.Stage),
        Rows.Text(search.Dealership),
        Rows.Text(search.Scope),
        Rows.Text(search.Party),
        Rows.Of(NpgsqlTypes.NpgsqlDbType.Boolean, search.HasConflicts),
    ];

    private static string? Prefix(string? text) => text is null
        ? null
        : text.ToLowerInvariant()
            .Replace(@"\", @"\\", StringComparison.Ordinal)
            .Replace("%", @"\%", StringComparison.Ordinal)
            .Replace("_", @"\_", StringComparison.Ordinal) + "%";

    private static CustomerRow Read(NpgsqlDataReader row) => new(
        row.GetString(0),
        row.GetInt64(1),
        row.TextOrNull(2),
        row.GetString(3),
        row.GetString(4),
        row.GetFieldValue<string[]>(5));
}
