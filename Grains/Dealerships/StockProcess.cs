using System.Collections.Immutable;
using AutoCrm.Actors.Dealerships;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Vehicles;

namespace AutoCrm.Actors.Grains.Dealerships;

/// <summary>A reservation that was made, or ended.</summary>
internal sealed record ReservationNote(EventStamp By, string Id, bool Ended, DateTimeOffset? Until);

/// <summary>A hold for a reason that was put on a vehicle, or taken off.</summary>
internal sealed record HoldNote(HoldReason Reason, bool Held, EventStamp By);

/// <summary>A vehicle at a dealership since it last left there.</summary>
internal sealed record StockProcess : IProcess<StockProcess>
{
    /// <summary>The most reservations, made or ended, that are kept of one stay.</summary>
    private const int MostReservations = 16;

    /// <summary>On its way to the dealership.</summary>
    public EventStamp? Coming { get; init; }

    /// <summary>In the dealership's hands.</summary>
    public EventStamp? Entered { get; init; }

    public EventStamp? MadeAvailable { get; init; }

    /// <summary>Set aside for an order.</summary>
    public Stamped<string>? Allocated { get; init; }

    public EventStamp? Damaged { get; init; }

    public EventStamp? Repaired { get; init; }

    /// <summary>The latest word on each reason, ascending by reason.</summary>
    public ImmutableArray<HoldNote> Holds { get; init; } = [];

    /// <summary>The latest reservations, made or ended, in order of occurrence.</summary>
    public ImmutableArray<ReservationNote> Reservations { get; init; } = [];

    public StockProcess WithHold(HoldReason reason, bool held, EventStamp by)
    {
        var at = 0;
        while (at < Holds.Length && Holds[at].Reason < reason)
        {
            at++;
        }

        if (at == Holds.Length || Holds[at].Reason != reason)
        {
            return this with { Holds = Holds.Insert(at, new HoldNote(reason, held, by)) };
        }

        return Holds[at].By.CompareTo(by) < 0 ? this with { Holds = Holds.SetItem(at, new HoldNote(reason, held, by)) } : this;
    }

    public StockProcess WithReservation(ReservationNote note) =>
        this with { Reservations = History.Add(Reservations, note, n => n.By, MostReservations) };

    /// <summary>Where it stands; null if it is neither here nor on its way.</summary>
    /// <param name="now">Reservations end by themselves.</param>
    /// <param name="isSold">Whether the order that it was set aside for stands.</param>
    public StockState? StateAt(DateTimeOffset now, Func<Stamped<string>, bool> isSold)
    {
        if (Entered is null && MadeAvailable is null)
        {
            return Coming is null ? null : StockState.Coming;
        }

        return Allocated is { } allocated && isSold(allocated) ? StockState.Sold
            : Holds.Any(hold => hold.Held) || Damaged?.CompareTo(Repaired) > 0 ? StockState.Held
            : IsReserved(now) ? StockState.Reserved
            : MadeAvailable is null ? StockState.Received : StockState.Available;
    }

    public StockProcess? After(long ticks)
    {
        var left = this with
        {
            Coming = Coming.After(ticks),
            Entered = Entered.After(ticks),
            MadeAvailable = MadeAvailable.After(ticks),
            Allocated = Allocated.After(ticks),
            Damaged = Damaged.After(ticks),
            Repaired = Repaired.After(ticks),
            Holds = Holds.RemoveAll(hold => hold.By.At.UtcTicks <= ticks),
            Reservations = Reservations.RemoveAll(note => note.By.At.UtcTicks <= ticks),
        };
        var isEmpty = left is { Coming: null, Entered: null, MadeAvailable: null, Allocated: null, Damaged: null, Repaired: null }
            && left.Holds.IsEmpty && left.Reservations.IsEmpty;
        return isEmpty ? null : left;
    }

    private bool IsReserved(DateTimeOffset now)
    {
        var latest = new Dictionary<string, ReservationNote>(StringComparer.Ordinal);
        foreach (var note in Reservations)
        {
            latest[note.Id] = note;
        }

        return latest.Values.Any(note => !note.Ended && !(note.Until <= now));
    }
}
