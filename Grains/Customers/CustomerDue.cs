using System.Collections.Immutable;
using AutoCrm.Actors.Cases;
using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Orders;

namespace AutoCrm.Actors.Grains.Customers;

/// <summary>
/// The clocks of a customer: a contract is about to end, and those of cases that headquarters looks after. A dealership's
/// cases have theirs in its book, where its opening hours are known. Pure.
/// </summary>
internal static class CustomerDue
{
    public static DateTimeOffset? NextOf(Customer customer)
    {
        DateTimeOffset? next = null;
        foreach (var one in customer.Cases)
        {
            if (one.Dealership is null)
            {
                next = Instants.Earlier(Instants.Earlier(next, ResponseDue(one)), ResolutionDue(one));
            }
        }

        foreach (var order in OrdersOf(customer))
        {
            next = Instants.Earlier(next, order.TellEndingAt);
        }

        return next;
    }

    /// <summary>What has come due, the earliest first. Each event ends what made it due.</summary>
    public static IEnumerable<DueEvent> Due(Customer customer, DateTimeOffset now) =>
        customer.Cases.Where(one => one.Dealership is null).SelectMany(one => Late(one, now))
            .Concat(OrdersOf(customer).Where(order => order.TellEndingAt <= now).Select(Ending))
            .OrderBy(due => due.At);

    // Who has died or was erased buys nothing again.
    private static ImmutableArray<CustomerOrder> OrdersOf(Customer customer) => customer.Party.State == PartyState.Active ? customer.Orders : [];

    // A notice counts if it is later than the contract.
    private static DueEvent Ending(CustomerOrder order)
    {
        var (contract, from) = (order.Contract!, order.TellEndingAt!.Value);
        var signed = contract.By.At.AddTicks(TimeSpan.TicksPerMicrosecond);
        return DueEvent.Of(
            "autocrm.order.contract-ending.v1",
            $"{order.Dealership}\n{order.OrderId}\n{contract.By.Source}\n{contract.By.Id}",
            (from > signed ? from : signed).ToUniversalTime(),
            new ContractEnding { OrderId = order.OrderId, ContractId = contract.Value.ContractId, Ends = contract.Value.Until!.Value.ToUniversalTime() },
            EventJson.Default.ContractEnding) with
        {
            Dealership = order.Dealership,
            Vin = order.Vin,
        };
    }

    private static IEnumerable<DueEvent> Late(CustomerCase one, DateTimeOffset now)
    {
        if (ResponseDue(one) is { } response && response <= now)
        {
            yield return Late(one, CaseTarget.Response, one.FirstOpened!, response);
        }

        if (ResolutionDue(one) is { } resolution && resolution <= now)
        {
            yield return Late(one, CaseTarget.Resolution, SinceOf(one)!, resolution);
        }
    }

    private static DueEvent Late(CustomerCase one, CaseTarget target, EventStamp since, DateTimeOffset due) =>
        CaseOverdueEvent.Of(one.CaseId, target, since, due.ToUniversalTime()) with { Vin = one.Opened?.Value.Vin };

    private static DateTimeOffset? ResponseDue(CustomerCase one) =>
        one is { IsOpen: true, FirstOpened: { } opened, FirstResponse: null, Resolved: null, ResponseOverdue: null } ? After(opened, CaseTargets.ResponseIn(one.Severity)) : null;

    private static DateTimeOffset? ResolutionDue(CustomerCase one) =>
        one.IsOpen && SinceOf(one) is { } since && !(one.ResolutionOverdue?.By.At >= since.At) ? After(since, CaseTargets.ResolutionIn(one.Severity)) : null;

    private static EventStamp? SinceOf(CustomerCase one) => one.Reopened?.CompareTo(one.FirstOpened) > 0 ? one.Reopened : one.FirstOpened;

    // Occurrence times are the senders' and may lie anywhere a date can.
    private static DateTimeOffset? After(EventStamp since, TimeSpan time) => since.At < DateTimeOffset.MaxValue - time ? since.At + time : null;
}
