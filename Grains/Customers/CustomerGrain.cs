using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Grains.Events;

namespace AutoCrm.Actors.Grains.Customers;

/// <summary>A customer's row in the read model.</summary>
internal sealed record CustomerRow(
    string Key,
    long Revision,
    string? Name,
    string Stage,
    int Orders,
    int Deliveries,
    string[] Dealerships,
    DateTimeOffset LastEventAt) : IReadModelRow
{
    public static CustomerRow Of(Customer customer, long revision) => new(
        customer.Id,
        revision,
        customer.Party?.Value.Name,
        customer.Stage.ToString(),
        customer.Orders.Length,
        customer.Deliveries.Length,
        [.. customer.Dealerships],
        customer.LastEvent?.At ?? DateTimeOffset.UnixEpoch);
}

[GrainType("customer"), OwnerPlacement]
internal sealed class CustomerGrain(EntityServices services, IReadModelWriter<CustomerRow> rows)
    : EntityGrain<Customer, CustomerRow>(services, rows), ICustomerGrain
{
    protected override int FoldVersion => CustomerFold.Version;

    public Task<Live<Customer>?> Get(PositionToken? atLeast) => Read(atLeast);

    protected override Customer Unborn(string id) => new() { Id = id };

    protected override Customer Apply(Customer current, LoggedEvent happened) => CustomerFold.Apply(current, happened);

    protected override CustomerRow Project(Customer current, long atRevision) => CustomerRow.Of(current, atRevision);
}
