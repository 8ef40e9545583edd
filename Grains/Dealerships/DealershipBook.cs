using System.Collections.Immutable;
using System.Text.Json.Serialization;
using AutoCrm.Actors.Dealerships;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Grains.Dealerships;

/// <summary>
/// What a dealership's actor keeps: counters over every event, and the processes that are under way. It grows with what
/// is under way and with what was closed within the horizons, not with the history.
/// </summary>
internal sealed record DealershipBook
{
    /// <summary>Leads, quotes, appointments, cases: what nobody has touched for so long is over.</summary>
    public static readonly TimeSpan Short = TimeSpan.FromDays(400);

    /// <summary>Orders, stock, conflicts: they may take years.</summary>
    public static readonly TimeSpan Long = TimeSpan.FromDays(1100);

    /// <summary>For so long it is known when vehicles came to the workshop.</summary>
    public static readonly TimeSpan Days = TimeSpan.FromDays(4);

    public required string Code { get; init; }

    public EventStamp? LastEvent { get; init; }

    /// <summary>How many events of each known type there are.</summary>
    [JsonConverter(typeof(TableConverter))]
    public ImmutableSortedDictionary<string, long> Activity { get; init; } = Table.Of<long>();

    public ImmutableArray<Money> SalesValue { get; init; } = [];

    public ProfileBook Profile { get; init; } = new();

    public Ledger<LeadProcess> Leads { get; init; } = new();

    public Ledger<QuoteProcess> Quotes { get; init; } = new();

    // In snapshots of version 1 the name stands for a number.
    [JsonPropertyName("orderLedger")]
    public Ledger<OrderProcess> Orders { get; init; } = new();

    public Ledger<AppointmentProcess> Appointments { get; init; } = new();

    public Ledger<StockProcess> Stock { get; init; } = new();

    public Ledger<CaseProcess> Cases { get; init; } = new();

    public Ledger<ConflictProcess> Conflicts { get; init; } = new();

    /// <summary>Vehicles that came to the workshop, by quarter of an hour: no time zone cuts one in two.</summary>
    public ImmutableSortedDictionary<int, int> Arrivals { get; init; } = ImmutableSortedDictionary<int, int>.Empty;

    /// <summary>What comes due, in order: follows from the leads, the orders, the cases and the profile.</summary>
    [JsonConverter(typeof(TableConverter))]
    public ImmutableSortedDictionary<string, long> Clocks { get; init; } = Table.Of<long>();

    /// <summary>The instant before which events change no process any more: whole days, by the latest event's occurrence.</summary>
    public long Horizon(TimeSpan window) => LastEvent is { } last
        ? Math.Max(0, last.At.UtcTicks - (last.At.UtcTicks % TimeSpan.TicksPerDay) - window.Ticks)
        : 0;
}

/// <summary>What a dealership says of itself: each member by its latest report.</summary>
internal sealed record ProfileBook
{
    public Stamped<string>? Name { get; init; }

    public Stamped<string>? Region { get; init; }

    public Stamped<string>? Group { get; init; }

    public Stamped<string>? TimeZone { get; init; }

    public Stamped<string>? Address { get; init; }

    public Stamped<ImmutableArray<OpeningTime>>? OpeningHours { get; init; }

    public Stamped<ImmutableArray<DateOnly>>? ClosedOn { get; init; }

    public Stamped<ImmutableArray<string>>? Brands { get; init; }

    public Stamped<int>? FirstContactMinutes { get; init; }

    public Stamped<ImmutableArray<FirstContactTarget>>? FirstContactTargets { get; init; }
}
