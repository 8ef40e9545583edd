using System.Collections.Immutable;
using AutoCrm.Actors.Cases;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Customers;

/// <summary>What a customer has brought so far, one amount per currency, ascending by currency.</summary>
/// <param name="Sales">What was paid for vehicles; sales that were undone do not count.</param>
/// <param name="Service">What was paid to workshops or, where that is not reported, what the work cost.</param>
[GenerateSerializer, Immutable, Alias("autocrm.customer-value")]
public sealed record CustomerValue([property: Id(0)] ImmutableArray<Money> Sales, [property: Id(1)] ImmutableArray<Money> Service);

/// <summary>How satisfied a customer is, by the answers to one kind of survey.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Score">The mean of the latest answers, at most <see cref="CustomerFigures.Answers"/>; 0 to 10.</param>
/// <param name="Latest">The latest answer.</param>
[GenerateSerializer, Immutable, Alias("autocrm.satisfaction")]
public sealed record Satisfaction(
    [property: Id(0)] SurveyKind Kind,
    [property: Id(1)] decimal Score,
    [property: Id(2)] CustomerSurveyAnswer Latest)
{
    /// <summary>The highest score of somebody who advises against us, and the lowest of one who recommends us.</summary>
    public const int HighestDetractor = 6, LowestPromoter = 9;

    /// <summary>Whether the latest answer recommends us, advises against us, or neither.</summary>
    public Attitude Attitude => Latest.Score <= HighestDetractor ? Attitude.Detractor
        : Latest.Score >= LowestPromoter ? Attitude.Promoter
        : Attitude.Passive;
}

/// <summary>What a survey answer stands for, as the net promoter score has it.</summary>
[GenerateSerializer, Alias("autocrm.attitude")]
public enum Attitude
{
    /// <summary>0 to 6.</summary>
    Detractor = 0,

    /// <summary>7 and 8.</summary>
    Passive = 1,

    /// <summary>9 and 10.</summary>
    Promoter = 2,
}

/// <summary>Figures that follow from a customer's milestones. Pure.</summary>
public static class CustomerFigures
{
    /// <summary>Of how many answers the current figure is the mean.</summary>
    public const int Answers = 5;

    /// <summary>What a customer has brought so far, of the deliveries and visits that the state holds.</summary>
    /// <param name="customer">The customer.</param>
    /// <returns>The amounts.</returns>
    public static CustomerValue Value(this Customer customer)
    {
        ArgumentNullException.ThrowIfNull(customer);
        var (sales, service) = (new SortedDictionary<string, decimal>(StringComparer.Ordinal), new SortedDictionary<string, decimal>(StringComparer.Ordinal));
        for (var i = 0; i < customer.Deliveries.Length; i++)
        {
            if (!IsRepeatedLater(customer, i)
                && customer.Deliveries[i] is var d && customer.UndoneBy(d.By, d.OrderId, d.Vin, d.Dealership) is null)
            {
                Add(sales, d.Price);
            }
        }

        foreach (var visit in customer.Visits)
        {
            Add(service, visit.Amount);
        }

        return new CustomerValue(Amounts(sales), Amounts(service));
    }

    /// <summary>How satisfied a customer is, by the latest answers to one kind of survey.</summary>
    /// <param name="customer">The customer.</param>
    /// <param name="kind">The kind.</param>
    /// <returns>The figure; null if the customer has answered none.</returns>
    public static Satisfaction? Satisfaction(this Customer customer, SurveyKind kind)
    {
        ArgumentNullException.ThrowIfNull(customer);
        CustomerSurveyAnswer? latest = null;
        var (sum, count) = (0, 0);
        for (var i = customer.Surveys.Length - 1; i >= 0 && count < Answers; i--)
        {
            if (customer.Surveys[i] is var answer && answer.Kind == kind)
            {
                latest ??= answer;
                sum += answer.Score;
                count++;
            }
        }

        return latest is null ? null : new Satisfaction(kind, decimal.Round((decimal)sum / count, 2), latest);
    }

    // Two senders may report one handover: its latest report counts, as it does for the order.
    private static bool IsRepeatedLater(Customer customer, int at)
    {
        for (var i = at + 1; i < customer.Deliveries.Length; i++)
        {
            if (customer.Deliveries[i].Price is not null && customer.Deliveries[i].IsSameAs(customer.Deliveries[at]))
            {
                return true;
            }
        }

        return false;
    }

    private static void Add(SortedDictionary<string, decimal> sums, Money? amount)
    {
        if (amount is not null)
        {
            var sum = sums.GetValueOrDefault(amount.Currency);
            sums[amount.Currency] = Math.Abs(amount.Amount) < decimal.MaxValue / 2 && Math.Abs(sum) < decimal.MaxValue / 2 ? sum + amount.Amount : sum;
        }
    }

    private static ImmutableArray<Money> Amounts(SortedDictionary<string, decimal> sums) =>
        [.. sums.Select(sum => new Money(sum.Value, sum.Key))];
}
