using AutoCrm.Actors.Events;
using AutoCrm.Actors.Vehicles;

namespace AutoCrm.Actors.Grains.Vehicles;

/// <summary>
/// What a vehicle's actor has to tell: its commercial state as it was reported, its end, each recall that forbids to
/// deliver it, where they are others than it told last, and its conflicts. Pure.
/// </summary>
internal static class VehicleNews
{
    /// <summary>The state of a recall that forbids to deliver the vehicle.</summary>
    public const string StopSale = nameof(StopSale);

    /// <summary>The state of a recall that does so no longer.</summary>
    public const string Lifted = nameof(Lifted);

    /// <summary>Whether two states hold the same of all that is told, so that the same is to be told.</summary>
    /// <returns>False also where it cannot be told at a glance.</returns>
    public static bool IsAlike(Vehicle one, Vehicle other) =>
        one.Sales == other.Sales && ReferenceEquals(one.Stock, other.Stock) && one.Reservations == other.Reservations
        && ReferenceEquals(one.Ownership, other.Ownership) && ReferenceEquals(one.Supply, other.Supply)
        && ReferenceEquals(one.End, other.End) && one.Recalls == other.Recalls && one.Conflicts == other.Conflicts
        && one.Resolutions == other.Resolutions && ReferenceEquals(one.Announced, other.Announced);

    public static IReadOnlyList<DueEvent> Of(Vehicle vehicle)
    {
        var news = new List<DueEvent>();
        var known = vehicle.Announced ?? Announced.Nothing;
        AddCommercial(news, known, vehicle);
        AddEnd(news, known, vehicle);
        foreach (var recall in vehicle.Recalls)
        {
            AddStopSale(news, known, vehicle, recall);
        }

        if (!vehicle.Conflicts.IsEmpty || !known.Conflicts.IsEmpty)
        {
            ConflictNews.Add(
                news, known, vehicle.Conflicts, conflict => vehicle.ResolutionOf(conflict) is not null,
                conflict => conflict.Events.SelectMany(by => VehicleReporters.Of(vehicle, by)), vehicle.LastEvent,
                Vehicle.MaxConflicts);
        }

        return news;
    }

    // What nobody offers yet is no news.
    private static void AddCommercial(List<DueEvent> news, Announced known, Vehicle vehicle)
    {
        var state = VehicleTrade.StateOf(vehicle, DateTimeOffset.MinValue);
        var isNews = state is not (null or CommercialState.NotReleased) || known.StateOf(nameof(VehicleRegion.Commercial)) is not null;
        if (state is { } now && isNews)
        {
            var (cause, dealership) = VehicleReporters.OfCommercial(vehicle, now);
            Add(news, known, VehicleRegion.Commercial, null, now.ToString(), cause, dealership);
        }
    }

    private static void AddEnd(List<DueEvent> news, Announced known, Vehicle vehicle)
    {
        var state = VehicleEnd.StateOf(vehicle.End);
        if (state == EndState.Active && known.StateOf(nameof(VehicleRegion.End)) is null)
        {
            return;
        }

        var end = vehicle.End;
        var cause = state switch
        {
            EndState.Scrapped => end?.Scrapped,
            EndState.Exported => end?.Exported?.By,
            EndState.WrittenOff => end?.WrittenOff,
            EndState.Stolen => end?.Stolen,
            _ => end?.Recovered,
        };
        Add(news, known, VehicleRegion.End, null, state.ToString(), cause, vehicle.Stock?.Holder?.Value);
    }

    private static void AddStopSale(List<DueEvent> news, Announced known, Vehicle vehicle, VehicleRecall recall)
    {
        var forbids = recall.ForbidsSale(DateTimeOffset.MaxValue);
        if (forbids || known.StateOf(AnnouncedFold.AspectOf(VehicleRegion.Recall, recall.Campaign)) is not null)
        {
            var cause = forbids ? recall.StopSale : VehicleReporters.Latest(recall.Remedied?.By, recall.Cancelled, recall.Opened?.By);
            Add(news, known, VehicleRegion.Recall, recall.Campaign, forbids ? StopSale : Lifted, cause, vehicle.Stock?.Holder?.Value);
        }
    }

    private static void Add(
        List<DueEvent> news, Announced known, VehicleRegion region, string? campaign, string to, EventStamp? cause, string? dealership)
    {
        var aspect = AnnouncedFold.AspectOf(region, campaign);
        var told = known.StateOf(aspect);
        if (told?.State == to || IsForgotten(known, aspect))
        {
            return;
        }

        news.Add(DueEvent.Of(
            "autocrm.vehicle.state-changed.v1",
            $"{aspect}\n{told?.State}\n{to}\n{Announcement.After(told?.By)}",
            Announcement.At(cause, told?.By),
            new VehicleStateChanged { Region = region, From = told?.State, To = to, Campaign = campaign, Why = cause is null ? [] : [cause] },
            EventJson.Default.VehicleStateChanged) with
        {
            Dealership = dealership,
        });
    }

    // At the bound those at the front were forgotten; telling of them again would not be remembered either.
    private static bool IsForgotten(Announced known, string aspect) =>
        known.States.Length >= Announced.MaxStates && string.CompareOrdinal(aspect, known.States[0].Aspect) < 0;
}
