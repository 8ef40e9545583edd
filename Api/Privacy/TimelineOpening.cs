using System.Text.Json;
using AutoCrm.Actors.Api.ReadModels;
using AutoCrm.Actors.Privacy;

namespace AutoCrm.Actors.Api.Privacy;

/// <summary>Decrypts the events of a timeline for who may read personal data, and takes what is encrypted out for everybody else.</summary>
internal sealed class TimelineOpening(CustomerKeyReader keys)
{
    public async Task<IReadOnlyList<TimelineRow>> Open(IReadOnlyList<TimelineRow> rows, bool mayRead, CancellationToken cancellation)
    {
        if (!rows.Any(IsSealed))
        {
            return rows;
        }

        var found = mayRead
            ? await keys.Of(rows.Where(IsSealed).Select(row => row.Customer).OfType<string>(), cancellation)
            : new Dictionary<string, DataKey>();
        return [.. rows.Select(row => IsSealed(row) ? row with { Data = Open(row, mayRead, found) } : row)];
    }

    private byte[] Open(TimelineRow row, bool mayRead, IReadOnlyDictionary<string, DataKey> found)
    {
        var key = !mayRead ? null : row.Customer is { } customer ? found.GetValueOrDefault(customer) : keys.NoCustomer;
        try
        {
            return PersonalData.Open(row.Type, row.Data, key is null ? null : PersonalPlace.OfEvent(key, row.Customer, row.Source, row.Id), forDisplay: true);
        }
        catch (JsonException)
        {
            return PersonalData.Open(row.Type, row.Data, null, forDisplay: true);
        }
    }

    private static bool IsSealed(TimelineRow row) => row.Data.AsSpan().IndexOf(PersonalPlace.Mark) >= 0;
}
