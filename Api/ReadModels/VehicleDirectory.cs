using AutoCrm.Actors.Api.Hosting;
using Npgsql;

namespace AutoCrm.Actors.Api.ReadModels;

/// <summary>What a search for vehicles demands; null demands nothing.</summary>
internal sealed record VehicleSearch
{
    public string? Make { get; init; }

    public string? Model { get; init; }

    public int? ModelYear { get; init; }

    public bool? HasConflicts { get; init; }

    public string? Dealership { get; init; }

    public string? Commercial { get; init; }

    public string? Holder { get; init; }

    /// <summary>The dealership outside of whose vehicles the caller may not look.</summary>
    public string? Scope { get; init; }
}

internal sealed record VehicleRow(string Vin, long Revision, string? Make, string? Model, int? ModelYear, string[] Dealerships);

/// <summary>Many vehicles, from the read model, in order of VIN.</summary>
internal sealed class VehicleDirectory([FromKeyedServices(Database.Reads)] NpgsqlDataSource reads)
{
    private const string Matching = """
        FROM vehicle_row
        WHERE ($1::text IS NULL OR lower(make) = lower($1))
          AND ($2::text IS NULL OR lower(model) = lower($2))
          AND ($3::integer IS NULL OR model_year = $3)
          AND ($4::boolean IS NOT TRUE OR in_conflict)
          AND ($4::boolean IS NOT FALSE OR NOT in_conflict)
          AND ($5::text IS NULL OR dealerships @> ARRAY[$5])
          AND ($6::text IS NULL OR dealerships @> ARRAY[$6] OR holder = $6)
          AND ($7::text IS NULL OR commercial = $7)
          AND ($8::text IS NULL OR holder = $8)
        """;

    private const string SearchSql =
        "SELECT vin, revision, make, model, model_year, dealerships " + Matching + " AND ($9::text IS NULL OR vin > $9) ORDER BY vin LIMIT $10";

    private const string CountSql = "SELECT count(*) " + Matching;

    public async Task<Page<VehicleRow>> Search(VehicleSearch search, string? after, int first, CancellationToken cancellation)
    {
        var rows = await reads.Query(SearchSql, [.. Parameters(search), Rows.Text(after), Rows.Integer(first + 1)], Read, cancellation);
        return Page<VehicleRow>.Of(rows, first);
    }

    public Task<long> Count(VehicleSearch search, CancellationToken cancellation) => reads.Count(CountSql, Parameters(search), cancellation);

    private static NpgsqlParameter[] Parameters(VehicleSearch search) =>
    [
        Rows.Text(search.Make),
        Rows.Text(search.Model),
        Rows.Integer(search.ModelYear),
        Rows.Boolean(search.HasConflicts),
        Rows.Text(search.Dealership),
        Rows.Text(search.Scope),
        Rows.Text(search.Commercial),
        Rows.Text(search.Holder),
    ];

    private static VehicleRow Read(NpgsqlDataReader row) => new(
        row.GetString(0),
        row.GetInt64(1),
        row.TextOrNull(2),
        row.TextOrNull(3),
        row.IntegerOrNull(4),
        row.GetFieldValue<string[]>(5));
}
