using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Vehicles;

/// <summary>When a vehicle is to be serviced next: by time or by distance, whichever comes first. Pure.</summary>
public static class Maintenance
{
    /// <summary>The next service, counted from the last one, or from the delivery.</summary>
    /// <param name="vehicle">The vehicle.</param>
    /// <returns>The next service; null without a plan.</returns>
    public static NextService? NextOf(Vehicle vehicle)
    {
        ArgumentNullException.ThrowIfNull(vehicle);
        if (vehicle.Care?.Plan is not { } plan || plan.Value is { Months: null, Distance: null })
        {
            return null;
        }

        var since = LastMaintenance(vehicle) ?? VehicleTrade.LastDelivery(vehicle)?.By.At ?? plan.By.At;
        decimal? dueKm = plan.Value.Distance is { } distance ? (VehicleUse.TotalKmAt(vehicle, since) ?? 0) + distance.Kilometres : null;
        return new NextService(
            since,
            plan.Value.Months is { } months ? since.AfterMonths(months) : null,
            dueKm,
            dueKm is { } km ? VehicleUse.ExpectedAt(vehicle, km) : null);
    }

    /// <summary>When somebody is to be told that a service is due, as far as can be foreseen.</summary>
    /// <param name="vehicle">The vehicle.</param>
    /// <returns>The time, also if it is past; null if nothing is to be told, or it was told since the last service.</returns>
    public static DateTimeOffset? TellAt(Vehicle vehicle) =>
        NextOf(vehicle) is { } next && !(vehicle.Care!.DueTold?.At >= next.Since) ? next.At : null;

    /// <summary>Whether a visit was the service that the plan asks for.</summary>
    /// <param name="visit">The visit.</param>
    /// <returns>As it was said; where it was not, true unless the maker or the dealership paid for all of it.</returns>
    public static bool IsMaintenance(ServiceVisit visit)
    {
        ArgumentNullException.ThrowIfNull(visit);
        if (visit.Maintenance is { } said)
        {
            return said;
        }

        foreach (var line in visit.Lines)
        {
            if (line.PayType is not ("warranty" or "internal"))
            {
                return true;
            }
        }

        return visit.Lines.IsEmpty;
    }

    private static DateTimeOffset? LastMaintenance(Vehicle vehicle)
    {
        for (var n = vehicle.ServiceVisits.Length - 1; n >= 0; n--)
        {
            if (IsMaintenance(vehicle.ServiceVisits[n]))
            {
                return vehicle.ServiceVisits[n].By.At;
            }
        }

        return null;
    }
}

/// <summary>When a vehicle is to be serviced next.</summary>
/// <param name="Since">The service or the delivery from which it is counted.</param>
/// <param name="Due">When it is due by time; null if time does not count.</param>
/// <param name="DueKm">At which distance over all meters, in kilometres; null if distance does not count.</param>
/// <param name="Expected">When that distance is reached, or was read, as far as can be foreseen.</param>
public sealed record NextService(DateTimeOffset Since, DateTimeOffset? Due, decimal? DueKm, DateTimeOffset? Expected)
{
    /// <summary>By time or by distance, whichever comes first, as far as can be foreseen.</summary>
    public DateTimeOffset? At => Instants.Earlier(Due, Expected);

    /// <summary>Whether it is due.</summary>
    /// <param name="vehicle">The vehicle.</param>
    /// <param name="at">The time.</param>
    /// <returns>True once the time has come or the distance was read.</returns>
    public bool IsDue(Vehicle vehicle, DateTimeOffset at) => at >= Due || VehicleUse.TotalKmAt(vehicle, at) >= DueKm;
}
