using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Grains.Dealerships;

/// <summary>An order since it was last delivered or cancelled.</summary>
internal sealed record OrderProcess : IClocked<OrderProcess>
{
    /// <summary>Placed, with the model.</summary>
    public Stamped<string>? Placed { get; init; }

    public EventStamp? Confirmed { get; init; }

    /// <summary>The vehicle that was set aside for it.</summary>
    public Stamped<string>? Allocated { get; init; }

    public Stamped<string>? Customer { get; init; }

    public Stamped<DateTimeOffset>? Promised { get; init; }

    /// <summary>It was noted that a promise was not kept, with the promised date.</summary>
    public Stamped<DateTimeOffset>? Overdue { get; init; }

    public long Due { get; init; }

    public bool IsOpen => Placed is not null || Confirmed is not null;

    public bool AwaitsDelivery => IsOpen && Promised is { } promised && !(Overdue?.Value >= promised.Value);

    public OrderProcess WithDue(long due) => this with { Due = due };

    public OrderProcess? After(long ticks)
    {
        var left = this with
        {
            Placed = Placed.After(ticks),
            Confirmed = Confirmed.After(ticks),
            Allocated = Allocated.After(ticks),
            Customer = Customer.After(ticks),
            Promised = Promised.After(ticks),
            Overdue = Overdue.After(ticks),
        };
        var isEmpty = left is { Placed: null, Confirmed: null, Allocated: null, Customer: null, Promised: null, Overdue: null };
        return isEmpty ? null : left == this ? this : left;
    }
}

/// <summary>A quote since an order last accepted it: issued, with until when it stands (null: until it is taken back).</summary>
internal sealed record QuoteProcess : IProcess<QuoteProcess>
{
    public Stamped<DateTimeOffset?>? Issued { get; init; }

    public QuoteProcess? After(long ticks) => Issued.After(ticks) is null ? null : this;
}

/// <summary>A workshop appointment since it was last kept, cancelled or missed.</summary>
internal sealed record AppointmentProcess : IProcess<AppointmentProcess>
{
    /// <summary>When the vehicle is expected, by the latest booking.</summary>
    public Stamped<DateTimeOffset>? Expected { get; init; }

    public AppointmentProcess? After(long ticks) => Expected.After(ticks) is null ? null : this;
}

/// <summary>A conflict since it was last resolved.</summary>
internal sealed record ConflictProcess : IProcess<ConflictProcess>
{
    public Stamped<ConflictDetected>? Detected { get; init; }

    /// <summary>The vehicle whose events contradict each other.</summary>
    public Stamped<string>? Vin { get; init; }

    /// <summary>The customer whose events contradict each other.</summary>
    public Stamped<string>? Customer { get; init; }

    public ConflictProcess? After(long ticks) => Detected.After(ticks) is null ? null
        : this with { Vin = Vin.After(ticks), Customer = Customer.After(ticks) };
}
