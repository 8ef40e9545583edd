using AutoCrm.Actors.Api.Graph.Dealerships;
using AutoCrm.Actors.Api.Graph.Events;
using AutoCrm.Actors.Api.Graph.Vehicles;
using AutoCrm.Actors.Orders;
using GraphQL;
using GraphQL.Types;

namespace AutoCrm.Actors.Api.Graph.Orders;

/// <summary>An order with how far it is.</summary>
internal sealed record OrderView(CustomerOrder Order, OrderProgress Progress)
{
    public OrderTerms Terms { get; } = Order.Terms;
}

internal sealed class CustomerOrderType : ObjectGraphType<OrderView>
{
    private static readonly Access Business = Access.Business<OrderView>(view => view.Order.Dealership);

    public CustomerOrderType()
    {
        Name = "CustomerOrder";
        Description = "One order of a customer, with its progress up to the report of its delivery.";
        Field<NonNullGraphType<StringGraphType>>("orderId").ForEveryone("The order's number at the dealership.").Resolve(c => c.Source.Order.OrderId);
        AddProgress();
        AddTerms();
        Field<DealershipType>("dealership").ForEveryone("The dealership.")
            .ResolveAsync(async c => await DealershipType.Linked(c.Source.Order.Dealership, c));
    }

    private void AddProgress()
    {
        Field<NonNullGraphType<OrderStateType>>("state").ForEveryone("How far it is, with the vehicle's way to the dealership.")
            .ResolveAsync(async c => await StateOf(c.Source, c));
        Field<InstantType>("placedAt").ForEveryone("When it was placed; null while only later steps are reported.").Resolve(c => c.Source.Order.Placed?.By.At);
        Field<InstantType>("confirmedAt").ForEveryone("When it was confirmed.").Resolve(c => c.Source.Order.Confirmed?.At);
        Field<InstantType>("allocatedAt").ForEveryone("When a vehicle was set aside for it.").Resolve(c => c.Source.Order.Allocated?.By.At);
        Field<InstantType>("deliveredAt").ForEveryone("When the vehicle was handed over; null while it was not, or if that was undone.")
            .Resolve(c => c.Source.Progress.Delivered?.At);
        Field<InstantType>("reportedAt").ForEveryone("When the delivery was reported to headquarters, or last answered.")
            .Resolve(c => c.Source.Progress.Report?.By.At);
        Field<InstantType>("cancelledAt").ForEveryone("When it was called off.").Resolve(c => c.Source.Order.Cancelled?.By.At);
        Field<StringGraphType>("cancelReason").For(Business, "Why it was called off.").Resolve(c => c.Source.Order.Cancelled?.Value);
        Field<InstantType>("reversedAt").ForEveryone("When the sale was undone.").Resolve(c => c.Source.Progress.Reversed?.By.At);
        Field<StringGraphType>("reverseReason").For(Business, "Why the sale was undone.").Resolve(c => c.Source.Progress.Reversed?.Reason);
        Field<InstantType>("promisedFor").ForEveryone("When the delivery is promised for.").Resolve(c => c.Source.Order.Promised);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<DeliveryPromiseType>>>>("slips")
            .ForEveryone("The promises that put the delivery off.").Resolve(c => c.Source.Order.Slips);
        Field<IdGraphType>("vin").ForEveryone("The vehicle, where one is known.").Resolve(c => c.Source.Progress.Vin);
        Field<VehicleType>("vehicle").ForEveryone("The vehicle, live: the buyer follows it through production and transport.")
            .ResolveAsync(async c => await VehicleLink.Of(c.Source.Progress.Vin, c));
    }

    // What happens to the car between its allocation and its delivery is known to its own actor alone.
    private static async ValueTask<OrderState> StateOf(OrderView view, IResolveFieldContext context)
    {
        var progress = view.Progress;
        return progress is { IsOpen: true, Vin: { } vin } && await context.Scope().Live.Vehicle(vin, context.CancellationToken) is { } live
            ? progress.With(live.State, view.Order.Dealership).State
            : progress.State;
    }

    private void AddTerms()
    {
        Field<StringGraphType>("make").ForEveryone("The make ordered.").Resolve(c => c.Source.Terms.Make);
        Field<StringGraphType>("model").ForEveryone("The model ordered.").Resolve(c => c.Source.Terms.Model);
        Field<StringGraphType>("trim").ForEveryone("The trim level ordered.").Resolve(c => c.Source.Terms.Trim);
        Field<IntGraphType>("modelYear").ForEveryone("The model year ordered.").Resolve(c => c.Source.Terms.ModelYear);
        Field<StringGraphType>("color").ForEveryone("The exterior colour ordered.").Resolve(c => c.Source.Terms.Color);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<StringGraphType>>>>("options").ForEveryone("The options ordered.").Resolve(c => c.Source.Terms.Options);
        Field<MoneyType>("amount").For(Business, "The agreed amount.").Resolve(c => c.Source.Terms.Amount);
        Field<MoneyType>("deposit").For(Business, "What the customer paid in advance.").Resolve(c => c.Source.Terms.Deposit);
        Field<FinanceKindType>("finance").For(Business, "How the customer pays.").Resolve(c => c.Source.Terms.Finance);
        Field<BooleanGraphType>("financed").For(Business, "Whether a bank agreed; null while none has answered.").Resolve(c => c.Source.Order.Financing?.Value.Approved);
        Field<InstantType>("contractUntil").For(Business, "When a lease or a loan ends.").Resolve(c => c.Source.Order.Contract?.Value.Until);
    }
}

internal sealed class DeliveryPromiseType : ObjectGraphType<DeliveryPromise>
{
    public DeliveryPromiseType()
    {
        Name = "DeliveryPromise";
        Description = "One promise of a delivery.";
        Field<NonNullGraphType<InstantType>>("at").ForEveryone("When it was made.").Resolve(c => c.Source.By.At);
        Field<NonNullGraphType<InstantType>>("for").ForEveryone("When the delivery was promised for.").Resolve(c => c.Source.For);
    }
}

internal sealed class CustomerDeliveryType : ObjectGraphType<CustomerDelivery>
{
    public CustomerDeliveryType()
    {
        Name = "CustomerDelivery";
        Description = "One vehicle handed over to a customer.";
        Field<NonNullGraphType<InstantType>>("at").ForEveryone("When it was handed over.").Resolve(c => c.Source.By.At);
        Field<StringGraphType>("vin").ForEveryone("The vehicle, where the report names it.").Resolve(c => c.Source.Vin);
        Field<StringGraphType>("orderId").ForEveryone("The order that it fulfils.").Resolve(c => c.Source.OrderId);
        Field<StringGraphType>("make").ForEveryone("The make.").Resolve(c => c.Source.Make);
        Field<StringGraphType>("model").ForEveryone("The model.").Resolve(c => c.Source.Model);
        Field<MoneyType>("price").For(Access.Business<CustomerDelivery>(delivery => delivery.Dealership), "What the customer paid.")
            .Resolve(c => c.Source.Price);
        Field<DealershipType>("dealership").ForEveryone("The dealership.").ResolveAsync(async c => await DealershipType.Linked(c.Source.Dealership, c));
    }
}

internal sealed class OrderStateType() : WordType<OrderState>("The states of an order.");

internal sealed class FinanceKindType() : WordType<FinanceKind>("How a customer pays for a vehicle.");
