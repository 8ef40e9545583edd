using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Grains.Customers;

/// <summary>
/// What a customer's actor has to tell: the stage that its milestones decide, where it is another one than it told last,
/// and its conflicts. Pure.
/// </summary>
/// <remarks>
/// That somebody became known (a prospect) is told by the report itself and by no event of its own. An owner who defects
/// does so by time alone: <see cref="BuyingLoop.At"/> has it, and no event tells it.
/// </remarks>
internal static class CustomerNews
{
    public static IReadOnlyList<DueEvent> Of(Customer customer, StageWithWhy standing, int conflicts)
    {
        // What becomes of an alias becomes of the customer that it stands for, who tells it.
        if (customer.Party.Into is not null)
        {
            return [];
        }

        var news = new List<DueEvent>();
        AddStage(news, customer, standing);
        var known = customer.Announced ?? Announced.Nothing;
        if (conflicts > 0 || !known.Conflicts.IsEmpty)
        {
            // Those that somebody has decided are left out of them already.
            ConflictNews.Add(news, known, CustomerConflicts.Of(customer), _ => false, conflict => Concerned(customer, conflict), customer.LastEvent);
        }

        return news;
    }

    private static void AddStage(List<DueEvent> news, Customer customer, StageWithWhy standing)
    {
        var told = customer.Announced?.StateOf(AnnouncedFold.Stage);
        var from = told is not null && Enum.TryParse<CustomerStage>(told.State, out var stage) ? stage : CustomerStage.Unknown;
        if (standing.Stage == from || (told is null && standing.Stage == CustomerStage.Prospect))
        {
            return;
        }

        var cause = standing.Why.IsEmpty ? null : standing.Why[^1];
        news.Add(DueEvent.Of(
            "autocrm.customer.stage-changed.v1",
            $"{from}\n{standing.Stage}\n{Announcement.After(told?.By)}",
            Announcement.At(cause?.By, told?.By),
            new CustomerStageChanged { From = from, To = standing.Stage, Why = [.. standing.Why.Select(reason => reason.By)] },
            EventJson.Default.CustomerStageChanged) with
        {
            Dealership = cause?.Dealership,
        });
    }

    // A suspected duplicate was reported by nobody: it concerns whoever deals with the customer.
    private static IEnumerable<string?> Concerned(Customer customer, Conflict conflict) =>
        conflict.Kind == CustomerConflictKinds.DuplicateSuspected
            ? customer.Dealerships
            : conflict.Events.SelectMany(by => Reporters(customer, by));

    private static IEnumerable<string?> Reporters(Customer customer, EventStamp by) =>
        customer.Deliveries.Where(delivery => delivery.By == by).Select(delivery => delivery.Dealership)
            .Concat(customer.Orders.Where(order => order.Cancelled?.By == by).Select(order => order.Dealership))
            .Concat(customer.Cases.Where(one => one.Reopened == by).Select(one => one.Dealership));
}
