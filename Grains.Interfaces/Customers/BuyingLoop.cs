using System.Collections.Immutable;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Customers;

/// <summary>A customer's stage with what decided it.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Why">The events that decided it, in order of occurrence; empty for <see cref="CustomerStage.Unknown"/>.</param>
/// <param name="DefectsAt">When the customer will count as defecting if nothing happens before; null where that does not apply.</param>
[GenerateSerializer, Immutable, Alias("autocrm.stage-with-why")]
public sealed record StageWithWhy(
    [property: Id(0)] CustomerStage Stage,
    [property: Id(1)] ImmutableArray<EventReference> Why,
    [property: Id(2)] DateTimeOffset? DefectsAt);

/// <summary>
/// The stage in the buying loop, a pure function of a customer's milestones and, for defecting, of an instant. The first
/// rule that holds decides:
/// <list type="number">
/// <item>An order that is neither delivered nor called off: Ordered.</item>
/// <item>Never had a vehicle and never came to a workshop: the later of the latest open interest and the latest loss. A
/// qualified lead, a test drive or a quote is an Opportunity, any other open lead a Lead, a loss Lost; with neither, Prospect.</item>
/// <item>Open interest after the latest purchase: InMarket. A loss after the latest purchase and the latest visit: Lost.</item>
/// <item>Gave back or lost the last vehicle: InMarket.</item>
/// <item>Came to a workshop since the latest purchase: OwnerInService. Otherwise Repurchased after a second purchase, OwnerNew after the first.</item>
/// <item>An owner whose latest purchase or visit is longer ago than the usual interval and <see cref="Grace"/> months: Defecting.</item>
/// </list>
/// Interest is a lead that is not about service, a test drive that was not called off, and a quote. A loss is a lead that
/// was lost, an order that was called off, or a sale that was undone.
/// </summary>
public static class BuyingLoop
{
    /// <summary>How many months beyond the usual interval an owner may stay away.</summary>
    public const int Grace = 6;

    /// <summary>The interval between two visits that is taken for usual while fewer than two are known.</summary>
    public static readonly TimeSpan FirstInterval = TimeSpan.FromDays(365);

    /// <summary>The shortest interval that is taken for usual, whatever the visits say: repairs come in clusters.</summary>
    public static readonly TimeSpan ShortestInterval = TimeSpan.FromDays(90);

    /// <summary>The longest interval that is taken for usual.</summary>
    public static readonly TimeSpan LongestInterval = TimeSpan.FromDays(3 * 365);

    /// <summary>The stage as the milestones alone decide it: never <see cref="CustomerStage.Defecting"/>.</summary>
    /// <param name="customer">The customer.</param>
    /// <returns>The stage with its why.</returns>
    public static StageWithWhy Of(Customer customer)
    {
        ArgumentNullException.ThrowIfNull(customer);
        return Judge(BuyingFacts.Of(customer), customer);
    }

    /// <summary>The stage at an instant.</summary>
    /// <param name="customer">The customer, with everything that happened until then.</param>
    /// <param name="instant">The instant.</param>
    /// <returns>The stage with its why.</returns>
    public static StageWithWhy At(Customer customer, DateTimeOffset instant)
    {
        var standing = Of(customer);
        return standing.DefectsAt is { } defects && defects <= instant ? standing with { Stage = CustomerStage.Defecting } : standing;
    }

    internal static StageWithWhy Judge(BuyingFacts facts, Customer customer)
    {
        if (facts.OpenOrder is { } order)
        {
            return Stage(CustomerStage.Ordered, order);
        }

        var (purchase, visit, loss) = (facts.LastPurchase, facts.LastVisit, facts.LastLoss);
        if (purchase is null && visit is null)
        {
            return Newcomer(facts, customer);
        }

        if (IsLater(facts.LastInterest, purchase) && IsLater(facts.LastInterest, facts.InterestIsOpen ? null : loss))
        {
            return Stage(CustomerStage.InMarket, purchase, facts.LastInterest);
        }

        if (IsLater(loss, purchase) && IsLater(loss, visit))
        {
            return Stage(CustomerStage.Lost, purchase, loss);
        }

        return facts.HoldsNone && facts.LastEnd is { } end && !IsLater(visit, end)
            ? Stage(CustomerStage.InMarket, end)
            : Owner(facts);
    }

    private static StageWithWhy Newcomer(BuyingFacts facts, Customer customer)
    {
        return facts switch
        {
            { LastOpportunity: { } opportunity } when facts.OpportunityIsOpen || !IsLater(facts.LastLoss, opportunity) =>
                Stage(CustomerStage.Opportunity, opportunity),
            { LastInterest: { } interest, InterestIsOpen: true } => Stage(CustomerStage.Lead, interest),
            { LastLoss: { } loss } when IsLater(loss, facts.LastInterest) => Stage(CustomerStage.Lost, loss),
            _ => (customer.Registered ?? customer.FirstEvent) is { } known
                ? Stage(CustomerStage.Prospect, known)
                : Stage(CustomerStage.Unknown),
        };
    }

    private static StageWithWhy Owner(BuyingFacts facts)
    {
        var (purchase, visit) = (facts.LastPurchase, facts.LastVisit);
        var isServed = purchase is null || IsLater(visit, purchase);
        var standing = isServed ? Stage(CustomerStage.OwnerInService, purchase, visit)
            : facts.PreviousPurchase is { } previous ? Stage(CustomerStage.Repurchased, previous, purchase)
            : Stage(CustomerStage.OwnerNew, purchase);
        var last = isServed ? visit! : purchase!;
        return standing with { DefectsAt = Put(last.By.At, facts.UsualInterval) };
    }

    // Occurrence times are the senders' and may lie anywhere a date can.
    private static DateTimeOffset? Put(DateTimeOffset from, TimeSpan interval)
    {
        var latest = DateTimeOffset.MaxValue.AddMonths(-Grace - 1) - LongestInterval;
        return from < latest ? (from.ToUniversalTime() + interval).AddMonths(Grace) : null;
    }

    private static bool IsLater(EventReference? one, EventReference? other) => one is not null && one.By.CompareTo(other?.By) > 0;

    private static StageWithWhy Stage(CustomerStage stage, params ReadOnlySpan<EventReference?> why)
    {
        var events = ImmutableArray.CreateBuilder<EventReference>(why.Length);
        foreach (var reason in why)
        {
            if (reason is not null)
            {
                events.Add(reason);
            }
        }

        events.Sort(static (one, other) => one.By.CompareTo(other.By));
        return new StageWithWhy(stage, events.ToImmutable(), null);
    }
}
