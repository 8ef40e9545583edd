using AutoCrm.Actors.Api.Hosting;
using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Privacy;
using Npgsql;

namespace AutoCrm.Actors.Api.ReadModels;

/// <summary>What a search for customers demands; null demands nothing.</summary>
internal sealed record CustomerSearch
{
    public string? NameStartsWith { get; init; }

    public string? Phone { get; init; }

    public string? Email { get; init; }

    /// <summary>The name of a <see cref="Customers.CustomerStage"/>.</summary>
    public string? Stage { get; init; }

    /// <summary>The name of a <see cref="Customers.PartyState"/>; null leaves aliases out, which stand for nobody of their own.</summary>
    public string? Party { get; init; }

    public bool? HasConflicts { get; init; }

    public string? Dealership { get; init; }

    /// <summary>The dealership outside of whose customers the caller may not look.</summary>
    public string? Scope { get; init; }
}

internal sealed record CustomerRow(string Id, long Revision, string? Name, string Stage, string Party, string[] Dealerships);

/// <summary>Many customers, from the read model, in order of id.</summary>
internal sealed class CustomerDirectory([FromKeyedServices(Database.Reads)] NpgsqlDataSource reads, SearchTerms terms, CustomerNames names)
{
    /// <summary>So many rows are decrypted at once where the terms alone do not decide.</summary>
    private const int Many = 500;

    // An owner who stays away becomes defecting with time alone: the row says when.
    private const string Stage = "CASE WHEN defects_at <= now() THEN 'Defecting' ELSE stage END";

    private const string Matching = $"""
        FROM customer_row
        WHERE ($1::bigint[] IS NULL OR search @> $1)
          AND ($2::text IS NULL OR lower({Stage}) = lower($2))
          AND ($3::text IS NULL OR dealerships @> ARRAY[$3])
          AND ($4::text IS NULL OR dealerships @> ARRAY[$4])
          AND CASE WHEN $5::text IS NULL THEN party <> 'Merged' ELSE party = $5 END
          AND ($6::boolean IS NULL OR in_conflict = $6)
        """;

    private const string SearchSql =
        "SELECT id, revision, name, " + Stage + ", party, dealerships " + Matching + " AND ($7::text IS NULL OR id > $7) ORDER BY id LIMIT $8";

    private const string CountSql = "SELECT count(*) " + Matching;

    public async Task<Page<CustomerRow>> Search(CustomerSearch search, string? after, int first, CancellationToken cancellation)
    {
        var sought = Sought.Of(search, terms);
        var found = new List<CustomerRow>();
        while (!sought.IsNothing && found.Count <= first)
        {
            var most = sought.IsExact ? first + 1 : Many;
            var rows = await Candidates(search, sought, after, most, cancellation);
            found.AddRange(rows.Where(sought.Fits));
            if (sought.IsExact || rows.Count < most)
            {
                break;
            }

            after = rows[^1].Id;
        }

        return Page<CustomerRow>.Of([.. found.Take(first + 1)], first);
    }

    public async Task<long> Count(CustomerSearch search, CancellationToken cancellation)
    {
        var sought = Sought.Of(search, terms);
        if (sought.IsNothing || sought.IsExact)
        {
            return sought.IsNothing ? 0 : await reads.Count(CountSql, Parameters(search, sought), cancellation);
        }

        var (count, after) = (0L, (string?)null);
        for (IReadOnlyList<CustomerRow> rows = []; after is null || rows.Count == Many; after = rows.Count == 0 ? string.Empty : rows[^1].Id)
        {
            rows = await Candidates(search, sought, after, Many, cancellation);
            count += rows.Count(sought.Fits);
        }

        return count;
    }

    private async Task<IReadOnlyList<CustomerRow>> Candidates(
        CustomerSearch search, Sought sought, string? after, int most, CancellationToken cancellation) => await names.Open(
            await reads.Query(SearchSql, [.. Parameters(search, sought), Rows.Text(after), Rows.Integer(most)], Read, cancellation), cancellation);

    private static NpgsqlParameter[] Parameters(CustomerSearch search, Sought sought) =>
    [
        Rows.Of(NpgsqlTypes.NpgsqlDbType.Array | NpgsqlTypes.NpgsqlDbType.Bigint, sought.Terms.Length == 0 ? null : sought.Terms),
        Rows.Text(search.Stage),
        Rows.Text(search.Dealership),
        Rows.Text(search.Scope),
        Rows.Text(search.Party),
        Rows.Of(NpgsqlTypes.NpgsqlDbType.Boolean, search.HasConflicts),
    ];

    private static CustomerRow Read(NpgsqlDataReader row) => new(
        row.GetString(0),
        RowRevision.EventsIn(row.GetInt64(1)),
        row.TextOrNull(2),
        row.GetString(3),
        row.GetString(4),
        row.GetFieldValue<string[]>(5));

    /// <summary>A search as the rows can be asked for it.</summary>
    /// <param name="Terms">What their terms must contain.</param>
    /// <param name="Name">How their names begin, as names are compared; null if that does not matter.</param>
    /// <param name="IsExact">Whether the terms alone decide.</param>
    /// <param name="IsNothing">Whether nobody can have what is asked for.</param>
    private sealed record Sought(long[] Terms, string? Name, bool IsExact, bool IsNothing)
    {
        public static Sought Of(CustomerSearch search, SearchTerms terms)
        {
            var isExact = true;
            long?[] asked =
            [
                search.NameStartsWith is { } beginning ? terms.OfName(beginning, out isExact) : null,
                search.Phone is { } phone ? terms.Of(IdentifierKind.Phone, phone) : null,
                search.Email is { } email ? terms.Of(IdentifierKind.Email, email) : null,
            ];
            var isNothing = (search.Phone is not null && asked[1] is null) || (search.Email is not null && asked[2] is null);
            var name = search.NameStartsWith is { } given ? SearchTerms.NormaliseName(given) : null;
            return new Sought([.. asked.OfType<long>()], name, isExact, isNothing);
        }

        public bool Fits(CustomerRow row) =>
            string.IsNullOrEmpty(Name) || (row.Name is { } name && SearchTerms.NormaliseName(name).StartsWith(Name, StringComparison.Ordinal));
    }
}
