using AutoCrm.Actors.Api.Privacy;
using AutoCrm.Actors.Privacy;

namespace AutoCrm.Actors.Api.ReadModels;

/// <summary>Decrypts the names of customers' rows.</summary>
internal sealed class CustomerNames(CustomerKeyReader keys)
{
    private const string Column = "name";

    /// <summary>The rows with their names; without, where the key was destroyed.</summary>
    public async Task<IReadOnlyList<CustomerRow>> Open(IReadOnlyList<CustomerRow> rows, CancellationToken cancellation)
    {
        var found = await keys.Of(rows.Where(row => row.Name is not null).Select(row => row.Id), cancellation);
        return [.. rows.Select(row => row.Name is null ? row : row with
        {
            Name = found.TryGetValue(row.Id, out var key) ? PersonalPlace.OfRow(key, row.Id).Open(Column, row.Name) : null,
        })];
    }
}
