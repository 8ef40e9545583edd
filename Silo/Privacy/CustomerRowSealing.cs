using System.Runtime.CompilerServices;
using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Grains.Customers;
using AutoCrm.Actors.Privacy;
using AutoCrm.Actors.Silo.ReadModels;

namespace AutoCrm.Actors.Silo.Privacy;

/// <summary>
/// Encrypts the names of customers' rows, and adds what they are searched by. Both are made once of a profile: most
/// events rewrite the row and leave the profile as it is.
/// </summary>
internal sealed class CustomerRowSealing(CustomerKeys keys, IdentifierHashes hashes) : IRowSealing<CustomerRow>
{
    /// <summary>The column of the name, to which its cipher text is bound.</summary>
    public const string Name = "name";

    private readonly SearchTerms terms = new(hashes);
    private readonly ConditionalWeakTable<CustomerProfile, SealedProfile> made = [];

    public async ValueTask<CustomerRow[]> Seal(CustomerRow[] rows, CancellationToken cancellation)
    {
        List<string>? owners = null;
        foreach (var row in rows)
        {
            if (IsPersonal(row))
            {
                (owners ??= []).Add(row.Key);
            }
        }

        if (owners is null)
        {
            return rows;
        }

        var found = await keys.FindOrMake(owners, cancellation);
        return Array.ConvertAll(rows, row => IsPersonal(row) ? Seal(row, found[row.Key].Key) : row);
    }

    private CustomerRow Seal(CustomerRow row, DataKey? key)
    {
        if (key is null)
        {
            return row with { Name = null, Search = [] };
        }

        var made = this.made.GetValue(row.Profile, profile => SealedProfile.Of(profile, PersonalPlace.OfRow(key, row.Key), terms));
        return row with { Name = made.Name, Search = made.Search };
    }

    private static bool IsPersonal(CustomerRow row) => row.Profile is not { Name: null, Phones: null, Emails: null };

    private sealed record SealedProfile(string? Name, IReadOnlyList<long> Search)
    {
        public static SealedProfile Of(CustomerProfile profile, PersonalPlace place, SearchTerms terms) => new(
            profile.Name is { Value: var name } ? place.SealAlike(CustomerRowSealing.Name, name) : null,
            terms.Of(profile));
    }
}
