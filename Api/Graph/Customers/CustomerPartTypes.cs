using AutoCrm.Actors.Api.Graph.Dealerships;
using AutoCrm.Actors.Api.Graph.Events;
using AutoCrm.Actors.Customers;
using GraphQL.Types;

namespace AutoCrm.Actors.Api.Graph.Customers;

internal sealed class CustomerOrderType : ObjectGraphType<CustomerOrder>
{
    public CustomerOrderType()
    {
        Name = "CustomerOrder";
        Description = "One order of a customer.";
        Field<NonNullGraphType<StringGraphType>>("orderId").ForEveryone("The order's number at the dealership.").Resolve(c => c.Source.OrderId);
        Field<InstantType>("placedAt").ForEveryone("When it was placed; null while only the delivery is reported.").Resolve(c => c.Source.Placed?.By.At);
        Field<InstantType>("deliveredAt").ForEveryone("When the vehicle was handed over; null while it was not.").Resolve(c => c.Source.Delivered?.At);
        Field<StringGraphType>("make").ForEveryone("The make ordered.").Resolve(c => c.Source.Placed?.Value.Make);
        Field<StringGraphType>("model").ForEveryone("The model ordered.").Resolve(c => c.Source.Placed?.Value.Model);
        Field<MoneyType>("amount").For(Access.Business<CustomerOrder>(order => order.Dealership), "The agreed amount.")
            .Resolve(c => c.Source.Placed?.Value.Amount);
        Field<DealershipType>("dealership").ForEveryone("The dealership.").ResolveAsync(async c => await DealershipType.Linked(c.Source.Dealership, c));
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
        Field<StringGraphType>("make").ForEveryone("The make.").Resolve(c => c.Source.Make);
        Field<StringGraphType>("model").ForEveryone("The model.").Resolve(c => c.Source.Model);
        Field<MoneyType>("price").For(Access.Business<CustomerDelivery>(delivery => delivery.Dealership), "What the customer paid.")
            .Resolve(c => c.Source.Price);
        Field<DealershipType>("dealership").ForEveryone("The dealership.").ResolveAsync(async c => await DealershipType.Linked(c.Source.Dealership, c));
    }
}

internal sealed class CustomerVisitType : ObjectGraphType<CustomerVisit>
{
    public CustomerVisitType()
    {
        Name = "CustomerVisit";
        Description = "One workshop visit of a customer.";
        Field<NonNullGraphType<InstantType>>("at").ForEveryone("When the work was finished.").Resolve(c => c.Source.By.At);
        Field<StringGraphType>("vin").ForEveryone("The vehicle, where the report names it.").Resolve(c => c.Source.Vin);
        Field<NonNullGraphType<StringGraphType>>("repairOrder").ForEveryone("The repair order's number.").Resolve(c => c.Source.RepairOrder);
        Field<MoneyType>("amount").For(Access.Business<CustomerVisit>(visit => visit.Dealership), "What it cost altogether.")
            .Resolve(c => c.Source.Amount);
        Field<DealershipType>("dealership").ForEveryone("The dealership.").ResolveAsync(async c => await DealershipType.Linked(c.Source.Dealership, c));
    }
}
