namespace AutoCrm.Actors.Customers;

/// <summary>
/// The stage and the number of conflicts of one customer, judged anew with each of its states. An event changes little:
/// what it leaves as it was is not judged again, so that a long history costs no more. Not thread-safe.
/// </summary>
public sealed class CustomerStanding
{
    private Customer? judged;
    private BuyingFacts? facts;

    /// <summary>The stage, as <see cref="BuyingLoop.Of"/> has it.</summary>
    public StageWithWhy Stage { get; private set; } = new(CustomerStage.Unknown, [], null);

    /// <summary>The number of conflicts, as <see cref="CustomerConflicts.Count(Customer)"/> has it.</summary>
    public int Conflicts { get; private set; }

    /// <summary>Judges the customer.</summary>
    /// <param name="customer">A state; of the same customer each time, but in any order.</param>
    public void Judge(Customer customer)
    {
        ArgumentNullException.ThrowIfNull(customer);
        if (judged is null || facts is null || !IsStageDecidedAlike(judged, customer))
        {
            facts = BuyingFacts.Of(customer, facts);
            Stage = BuyingLoop.Judge(facts, customer);
        }

        Conflicts = judged is null ? CustomerConflicts.Count(customer) : CustomerConflicts.Count(customer, judged, Conflicts);
        judged = customer;
    }

    private static bool IsStageDecidedAlike(Customer one, Customer other) =>
        one.Visits == other.Visits && one.Orders == other.Orders && one.Deliveries == other.Deliveries
        && one.DeliveryReports == other.DeliveryReports && one.Vehicles == other.Vehicles && one.Leads == other.Leads
        && one.TestDrives == other.TestDrives && one.Quotes == other.Quotes
        && ReferenceEquals(one.Registered, other.Registered) && ReferenceEquals(one.FirstEvent, other.FirstEvent);
}
