using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Serialization;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors;

/// <summary>Facts that contradict each other or common sense: kept, flagged and shown; never an error.</summary>
/// <param name="Kind">One of <see cref="ConflictKinds"/>.</param>
/// <param name="At">When the latest of the contradicting events happened.</param>
/// <param name="Message">What contradicts what, in words for a dealership's clerk; no personal data.</param>
/// <param name="Events">The contradicting events, in order of occurrence; at least one.</param>
[GenerateSerializer, Immutable, Alias("autocrm.conflict")]
public sealed record Conflict(
    [property: Id(0)] string Kind,
    [property: Id(1)] DateTimeOffset At,
    [property: Id(2)] string Message,
    [property: Id(3)] ImmutableArray<EventStamp> Events)
{
    /// <summary>The conflict's id: the same for the same kind and events, 32 hexadecimal digits.</summary>
    [JsonIgnore]
    public string Id => IdOf();

    private string IdOf()
    {
        var named = new StringBuilder(Kind);
        foreach (var happened in Events)
        {
            named.Append('\n').Append(happened.Source).Append('\n').Append(happened.Id);
        }

        return StableId.Of(named.ToString());
    }
}

/// <summary>The kinds of conflict.</summary>
public static class ConflictKinds
{
    /// <summary>A reading that is a typist's placeholder: 1, or 999,999 and above, in the reported unit.</summary>
    public const string OdometerImplausible = "odometer-implausible";

    /// <summary>A later reading is lower than an earlier one by more than the tolerance.</summary>
    public const string OdometerRollback = "odometer-rollback";

    /// <summary>Two readings at the same instant differ by more than the tolerance.</summary>
    public const string OdometerDisagreement = "odometer-disagreement";

    /// <summary>The vehicle was reserved twice at the same time, as reported.</summary>
    public const string DoubleReservation = "double-reservation";

    /// <summary>Two sales of a vehicle to customers, and it did not come back between them.</summary>
    public const string DoubleSale = "double-sale";

    /// <summary>The vehicle was set aside for two orders at the same time.</summary>
    public const string DoubleAllocation = "double-allocation";

    /// <summary>A delivery that names no order, of a vehicle that was set aside for none.</summary>
    public const string DeliveryWithoutOrder = "delivery-without-order";

    /// <summary>A delivery of a vehicle that was set aside for another order.</summary>
    public const string DeliveryAgainstAllocation = "delivery-against-allocation";

    /// <summary>A delivery while a recall forbade it.</summary>
    public const string DeliveryUnderStopSale = "delivery-under-stop-sale";

    /// <summary>Two customers own the vehicle at the same time.</summary>
    public const string OwnerOverlap = "owner-overlap";

    /// <summary>A sale or a visit to a workshop after the vehicle was scrapped.</summary>
    public const string AfterScrapping = "after-scrapping";

    /// <summary>A delivery while the vehicle was reported stolen.</summary>
    public const string SaleWhileStolen = "sale-while-stolen";
}
