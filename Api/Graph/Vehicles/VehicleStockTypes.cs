using AutoCrm.Actors.Api.Graph.Customers;
using AutoCrm.Actors.Api.Graph.Orders;
using AutoCrm.Actors.Api.Graph.Dealerships;
using AutoCrm.Actors.Api.Graph.Events;
using AutoCrm.Actors.Vehicles;
using GraphQL.Types;

namespace AutoCrm.Actors.Api.Graph.Vehicles;

internal sealed class SupplyStepType : ObjectGraphType<SupplyStep>
{
    public SupplyStepType()
    {
        Name = "SupplyStep";
        Description = "The latest report of one milestone on a vehicle's way to a dealership.";
        Field<NonNullGraphType<SupplyMilestoneType>>("milestone").ForEveryone("The milestone.").Resolve(c => c.Source.Milestone);
        Field<NonNullGraphType<InstantType>>("at").ForEveryone("When it was reached.").Resolve(c => c.Source.By.At);
        Field<StringGraphType>("place").ForEveryone("Where: the plant, the port, the place that it goes to.").Resolve(c => c.Source.Place);
        Field<InstantType>("expected").ForEveryone("When the next thing is expected: the building, the delivery, the arrival.").Resolve(c => c.Source.Expected);
        Field<InspectionResultType>("result").ForEveryone("The result of an inspection.").Resolve(c => c.Source.Result);
        Field<DealershipType>("dealership").ForEveryone("Who reported it, if the caller may see that dealership.")
            .ResolveAsync(async c => await DealershipType.Linked(c.Source.Dealership, c));
    }
}

internal sealed class VehicleStockType : ObjectGraphType<VehicleStock>
{
    public VehicleStockType()
    {
        Name = "VehicleStock";
        Description = "What dealerships did with a vehicle to sell it.";
        Field<StockOfferType>("offer").ForEveryone("The latest offer.").Resolve(c => c.Source.Offer?.Value);
        Field<DealershipType>("holder").ForEveryone("Who has it in stock, or had it last, if the caller may see that dealership.")
            .ResolveAsync(async c => await DealershipType.Linked(c.Source.Holder?.Value, c));
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<HoldType>>>>("holds").ForEveryone("Why it is held.")
            .Resolve(c => c.Source.Holds.Where(hold => hold.IsOpen()));
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<VehicleOrderType>>>>("orders")
            .ForEveryone("Orders that named it, as far as the caller may see their dealership.")
            .Resolve(c => c.Source.Orders.Where(order => c.Caller().MayActFor(order.Dealership)));
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<VehicleReturnType>>>>("returns").ForEveryone("When it came back from a customer, in order of occurrence.")
            .Resolve(c => c.Source.Returns);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<AppraisalType>>>>("appraisals")
            .ForEveryone("What it was said to be worth, as far as the caller may see the dealership.")
            .Resolve(c => c.Source.Appraisals.Where(appraisal => c.Caller().MayActFor(appraisal.Dealership)));
        Field<InstantType>("deliveryReported").ForEveryone("When a delivery was last reported to headquarters.").Resolve(c => c.Source.Reported?.At);
        Field<InstantType>("deliveryAccepted").ForEveryone("When headquarters last accepted such a report.").Resolve(c => c.Source.Accepted?.At);
        Field<InstantType>("deliveryRejected").ForEveryone("When headquarters last rejected such a report.").Resolve(c => c.Source.Rejected?.By.At);
    }
}

internal sealed class StockOfferType : ObjectGraphType<StockOffer>
{
    public StockOfferType()
    {
        Name = "StockOffer";
        Description = "As what and for how much a vehicle was offered.";
        Field<MoneyType>("price").For(Access.Business<StockOffer>(offer => offer.Dealership), "What it is to cost; for headquarters and the dealership that offers it.")
            .Resolve(c => c.Source.Price);
        Field<StockKindType>("kind").ForEveryone("As what.").Resolve(c => c.Source.Kind);
        Field<DealershipType>("dealership").ForEveryone("Who offers it, if the caller may see that dealership.")
            .ResolveAsync(async c => await DealershipType.Linked(c.Source.Dealership, c));
    }
}

internal sealed class HoldType : ObjectGraphType<Hold>
{
    public HoldType()
    {
        Name = "Hold";
        Description = "Why a vehicle may not be sold for a while.";
        Field<NonNullGraphType<HoldReasonType>>("reason").ForEveryone("The reason.").Resolve(c => c.Source.Reason);
        Field<NonNullGraphType<InstantType>>("since").ForEveryone("Since when.").Resolve(c => c.Source.Held!.At);
    }
}

internal sealed class VehicleOrderType : ObjectGraphType<VehicleOrder>
{
    public VehicleOrderType()
    {
        Name = "VehicleOrder";
        Description = "An order that named a vehicle.";
        Field<NonNullGraphType<StringGraphType>>("order").ForEveryone("The order's number at the dealership.").Resolve(c => c.Source.Id);
        Field<InstantType>("placed").ForEveryone("When it was ordered.").Resolve(c => c.Source.Placed?.At);
        Field<InstantType>("allocated").ForEveryone("When the vehicle was set aside for it.").Resolve(c => c.Source.Allocated?.At);
        Field<InstantType>("signed").ForEveryone("When the contract was signed.").Resolve(c => c.Source.Signed?.At);
        Field<InstantType>("cancelled").ForEveryone("When it was called off.").Resolve(c => c.Source.Cancelled?.At);
        Field<DealershipType>("dealership").ForEveryone("The dealership.")
            .ResolveAsync(async c => await DealershipType.Linked(c.Source.Dealership, c));
    }
}

internal sealed class VehicleReturnType : ObjectGraphType<VehicleReturn>
{
    public VehicleReturnType()
    {
        var reporter = Access.Business<VehicleReturn>(back => back.Dealership);
        Name = "VehicleReturn";
        Description = "A vehicle came back from a customer.";
        Field<NonNullGraphType<InstantType>>("at").ForEveryone("When.").Resolve(c => c.Source.By.At);
        Field<NonNullGraphType<ReturnKindType>>("kind").ForEveryone("How.").Resolve(c => c.Source.Kind);
        Field<MoneyType>("value").For(reporter, "What the dealership gave for it; for headquarters and that dealership.").Resolve(c => c.Source.Value);
        Field<StringGraphType>("order").For(reporter, "The order that it helps to pay; for headquarters and that dealership.").Resolve(c => c.Source.OrderId);
        Field<IdGraphType>("customer").For(reporter, "From whom; for headquarters and that dealership.").Resolve(c => c.Source.Customer);
        Field<DealershipType>("dealership").ForEveryone("Who took it, if the caller may see that dealership.")
            .ResolveAsync(async c => await DealershipType.Linked(c.Source.Dealership, c));
    }
}

internal sealed class AppraisalType : ObjectGraphType<Appraisal>
{
    public AppraisalType()
    {
        Name = "Appraisal";
        Description = "What a vehicle was said to be worth in part exchange.";
        Field<NonNullGraphType<InstantType>>("at").ForEveryone("When.").Resolve(c => c.Source.By.At);
        Field<NonNullGraphType<MoneyType>>("value").ForEveryone("The value.").Resolve(c => c.Source.Value);
        Field<StringGraphType>("provider").ForEveryone("Who said it.").Resolve(c => c.Source.Provider);
        Field<DealershipType>("dealership").ForEveryone("The dealership.")
            .ResolveAsync(async c => await DealershipType.Linked(c.Source.Dealership, c));
    }
}

internal sealed class VehicleLifeType : ObjectGraphType<VehicleLife>
{
    public VehicleLifeType()
    {
        Name = "VehicleLife";
        Description = "One life of a vehicle: from the maker or a return until the next return.";
        Field<NonNullGraphType<IntGraphType>>("number").ForEveryone("1 for the first.").Resolve(c => c.Source.Number);
        Field<NonNullGraphType<StockKindType>>("kind").ForEveryone("As what it is sold in it.").Resolve(c => c.Source.Kind);
        Field<InstantType>("began").ForEveryone("When it came back; null for the first.").Resolve(c => c.Source.Began?.At);
        Field<InstantType>("delivered").ForEveryone("When it was first delivered in it.").Resolve(c => c.Source.Delivered?.At);
        Field<InstantType>("ended").ForEveryone("When it came back or was auctioned; null while it lasts.").Resolve(c => c.Source.Ended?.At);
        Field<ReturnKindType>("endedBy").ForEveryone("How it came back; null for an auction.").Resolve(c => c.Source.EndedBy);
    }
}

internal sealed class OwnershipPeriodType : ObjectGraphType<OwnershipPeriod>
{
    public OwnershipPeriodType()
    {
        Name = "OwnershipPeriod";
        Description = "A time in which somebody had a vehicle in one role.";
        Field<NonNullGraphType<OwnershipRoleType>>("role").ForEveryone("The role.").Resolve(c => c.Source.Role);
        Field<NonNullGraphType<InstantType>>("from").ForEveryone("Since when.").Resolve(c => c.Source.From);
        Field<InstantType>("until").ForEveryone("Until when; null while it lasts.").Resolve(c => c.Source.Until);
        Field<IdGraphType>("customer")
            .For(Access.Business<OwnershipPeriod>(period => period.Dealership), "Who; for headquarters and the dealership that reported it.")
            .Resolve(c => c.Source.Customer);
        Field<DealershipType>("dealership").ForEveryone("Who reported it, if the caller may see that dealership.")
            .ResolveAsync(async c => await DealershipType.Linked(c.Source.Dealership, c));
    }
}
