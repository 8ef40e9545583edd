using AutoCrm.Actors.Events;
using AutoCrm.Actors.Leads;

namespace AutoCrm.Actors.Grains.Dealerships;

/// <summary>Where a lead came from.</summary>
internal sealed record LeadOrigin(string? Customer, ContactChannel Channel, LeadInterest Interest, string? Provider, string? Model, string? Vin);

/// <summary>A lead since it was last lost or converted.</summary>
internal sealed record LeadProcess : IClocked<LeadProcess>
{
    public Stamped<LeadOrigin>? Received { get; init; }

    /// <summary>Taken up again, with the customer.</summary>
    public Stamped<string>? Recycled { get; init; }

    /// <summary>The advisor.</summary>
    public Stamped<string>? Assigned { get; init; }

    /// <summary>Somebody tried to reach the customer, in vain.</summary>
    public EventStamp? Tried { get; init; }

    public EventStamp? Contacted { get; init; }

    public Stamped<LeadLevel>? Qualified { get; init; }

    /// <summary>When they meet.</summary>
    public Stamped<DateTimeOffset>? Appointment { get; init; }

    /// <summary>It was noted that the first contact was late, with when it was due.</summary>
    public Stamped<DateTimeOffset>? Overdue { get; init; }

    public long Due { get; init; }

    public bool IsOpen => Received is not null || Recycled is not null;

    /// <summary>Whether the customer was reached: said so, or implied by what came of it.</summary>
    public bool IsContacted => Contacted is not null || Qualified is not null || Appointment is not null;

    /// <summary>Whether the clock of the first contact runs, or has run out unnoticed.</summary>
    public bool AwaitsContact => Received is { } received && !IsContacted && !(Overdue?.By.At >= received.By.At);

    public LeadProcess WithDue(long due) => this with { Due = due };

    public LeadProcess? After(long ticks)
    {
        var left = this with
        {
            Received = Received.After(ticks),
            Recycled = Recycled.After(ticks),
            Assigned = Assigned.After(ticks),
            Tried = Tried.After(ticks),
            Contacted = Contacted.After(ticks),
            Qualified = Qualified.After(ticks),
            Appointment = Appointment.After(ticks),
            Overdue = Overdue.After(ticks),
        };
        var isEmpty = left is
        {
            Received: null, Recycled: null, Assigned: null, Tried: null, Contacted: null, Qualified: null, Appointment: null, Overdue: null,
        };
        return isEmpty ? null : left == this ? this : left;
    }
}
