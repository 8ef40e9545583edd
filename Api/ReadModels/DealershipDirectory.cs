using AutoCrm.Actors.Api.Hosting;
using Npgsql;

namespace AutoCrm.Actors.Api.ReadModels;

internal sealed record DealershipRow
{
    public required string Code { get; init; }

    public required long Revision { get; init; }

    public required long Registrations { get; init; }

    public required long Orders { get; init; }

    public required long Deliveries { get; init; }

    public required long Auctions { get; init; }

    public required long ServiceVisits { get; init; }

    public string? Name { get; init; }

    public string? Region { get; init; }
}

/// <summary>Many dealerships, from the read model, in order of code.</summary>
internal sealed class DealershipDirectory([FromKeyedServices(Database.Reads)] NpgsqlDataSource reads)
{
    private const string Matching = "FROM dealership_row WHERE ($1::text IS NULL OR code = $1)";

    private const string SearchSql =
        "SELECT code, revision, registrations, orders, deliveries, auctions, service_visits, name, region " + Matching
        + " AND ($2::text IS NULL OR code > $2) ORDER BY code LIMIT $3";

    private const string CountSql = "SELECT count(*) " + Matching;

    // The scope is the only dealership that the caller may see, or null for all.
    public async Task<Page<DealershipRow>> List(string? scope, string? after, int first, CancellationToken cancellation)
    {
        var rows = await reads.Query(SearchSql, [Rows.Text(scope), Rows.Text(after), Rows.Integer(first + 1)], Read, cancellation);
        return Page<DealershipRow>.Of(rows, first);
    }

    public Task<long> Count(string? scope, CancellationToken cancellation) => reads.Count(CountSql, [Rows.Text(scope)], cancellation);

    private static DealershipRow Read(NpgsqlDataReader row) => new()
    {
        Code = row.GetString(0),
        Revision = row.GetInt64(1),
        Registrations = row.GetInt64(2),
        Orders = row.GetInt64(3),
        Deliveries = row.GetInt64(4),
        Auctions = row.GetInt64(5),
        ServiceVisits = row.GetInt64(6),
        Name = row.TextOrNull(7),
        Region = row.TextOrNull(8),
    };
}
