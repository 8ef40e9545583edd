using System.Collections.Immutable;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Vehicles;

namespace AutoCrm.Actors.Grains.Vehicles;

/// <summary>How warranties and claims are kept. Pure.</summary>
internal static class WarrantyFold
{
    public static Vehicle? Apply(Vehicle state, LoggedEvent happened)
    {
        var by = happened.Stamp;
        return happened.Payload switch
        {
            WarrantyStarted e => Covered(state, e.Kind, cover => cover with
            {
                Started = History.Latest(cover.Started, new WarrantyTerms(e.Months, e.Distance, e.From ?? by.At), by),
            }),
            WarrantyVoided e => Covered(state, e.Kind, cover => cover with { Voided = History.Latest(cover.Voided, e.Reason, by) }),
            WarrantyClaimed e => Claimed(
                state, happened, e.ClaimId, claim => claim with { Claimed = History.Latest(claim.Claimed, e, by) }),
            WarrantySettled e => Claimed(
                state, happened, e.ClaimId, claim => claim with { Settled = History.Latest(claim.Settled, e, by) }),
            _ => null,
        };
    }

    public static Vehicle Told(Vehicle state, WarrantyEnding e, EventStamp by) =>
        Covered(state, e.Kind, cover => cover with { Told = History.Later(cover.Told, by) });

    private static Vehicle Covered(Vehicle state, WarrantyKind? kind, Func<WarrantyCover, WarrantyCover> change)
    {
        var warranty = state.Warranty ?? new VehicleWarranty();
        return state with { Warranty = warranty with { Covers = Changed(warranty.Covers, kind ?? WarrantyKind.Basic, change) } };
    }

    private static ImmutableArray<WarrantyCover> Changed(
        ImmutableArray<WarrantyCover> covers, WarrantyKind kind, Func<WarrantyCover, WarrantyCover> change)
    {
        var at = 0;
        while (at < covers.Length && covers[at].Kind < kind)
        {
            at++;
        }

        return at < covers.Length && covers[at].Kind == kind
            ? covers.SetItem(at, change(covers[at]))
            : covers.Insert(at, change(new WarrantyCover(kind, null, null, null)));
    }

    private static Vehicle Claimed(Vehicle state, LoggedEvent happened, string id, Func<WarrantyClaim, WarrantyClaim> change)
    {
        var warranty = state.Warranty ?? new VehicleWarranty();
        return state with
        {
            Warranty = warranty with
            {
                Claims = History.Change(
                    warranty.Claims,
                    happened.Dealership,
                    id,
                    (number, dealership) => new WarrantyClaim { Id = number, Dealership = dealership },
                    change,
                    VehicleWarranty.MaxClaims),
            },
        };
    }
}
