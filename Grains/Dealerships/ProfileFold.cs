using System.Runtime.CompilerServices;
using AutoCrm.Actors.Dealerships;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Grains.Dealerships;

/// <summary>What a dealership says of itself, and what follows from it for its clocks.</summary>
internal static class ProfileFold
{
    /// <summary>In so many minutes of the opening hours a lead has to be contacted, where nothing else is said.</summary>
    public const int FirstContactMinutes = 30;

    // A calendar follows from a profile, which seldom changes.
    private static readonly ConditionalWeakTable<ProfileBook, OpeningHours> Calendars = [];

    public static ProfileBook Apply(ProfileBook profile, DealershipRegistered e, EventStamp by) => Apply(
        profile,
        new DealershipProfileChanged
        {
            Name = e.Name,
            Region = e.Region,
            Group = e.Group,
            TimeZone = e.TimeZone,
            Address = e.Address,
            OpeningHours = e.OpeningHours,
            ClosedOn = e.ClosedOn,
            Brands = e.Brands,
            FirstContactMinutes = e.FirstContactMinutes,
            FirstContactTargets = e.FirstContactTargets,
        },
        by);

    public static ProfileBook Apply(ProfileBook profile, DealershipProfileChanged e, EventStamp by) => new()
    {
        Name = History.Latest(profile.Name, e.Name, by),
        Region = History.Latest(profile.Region, e.Region, by),
        Group = History.Latest(profile.Group, e.Group, by),
        TimeZone = History.Latest(profile.TimeZone, e.TimeZone, by),
        Address = History.Latest(profile.Address, e.Address, by),
        OpeningHours = History.Latest(profile.OpeningHours, e.OpeningHours, by),
        ClosedOn = History.Latest(profile.ClosedOn, e.ClosedOn, by),
        Brands = History.Latest(profile.Brands, e.Brands, by),
        FirstContactMinutes = History.Latest(profile.FirstContactMinutes, e.FirstContactMinutes, by),
        FirstContactTargets = History.Latest(profile.FirstContactTargets, e.FirstContactTargets, by),
    };

    public static OpeningHours Calendar(this ProfileBook profile) => Calendars.GetValue(
        profile, p => OpeningHours.Of(p.TimeZone?.Value, p.OpeningHours?.Value, p.ClosedOn?.Value));

    /// <summary>How much opening time may pass before a lead is contacted.</summary>
    public static TimeSpan FirstContactIn(this ProfileBook profile, LeadOrigin origin)
    {
        var targets = profile.FirstContactTargets?.Value ?? [];
        var target = targets.FirstOrDefault(t => Is(t, origin.Provider))
            ?? targets.FirstOrDefault(t => Is(t, WordConverter.WordOf(origin.Channel)));
        return TimeSpan.FromMinutes(target?.Minutes ?? profile.FirstContactMinutes?.Value ?? FirstContactMinutes);
    }

    private static bool Is(FirstContactTarget target, string? source) => string.Equals(target.Source, source, StringComparison.OrdinalIgnoreCase);
}
