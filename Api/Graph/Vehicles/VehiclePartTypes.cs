using AutoCrm.Actors.Api.Graph.Dealerships;
using AutoCrm.Actors.Api.Graph.Events;
using AutoCrm.Actors.Service;
using AutoCrm.Actors.Vehicles;
using GraphQL.Types;

namespace AutoCrm.Actors.Api.Graph.Vehicles;

internal sealed class OdometerType : ObjectGraphType<Odometer>
{
    public OdometerType()
    {
        Name = "Odometer";
        Description = "What the odometer shows.";
        Field<NonNullGraphType<FloatGraphType>>("km").ForEveryone("Kilometres.").Resolve(c => (double)c.Source.Km);
        Field<NonNullGraphType<FloatGraphType>>("totalKm").ForEveryone("Kilometres over all meters that the vehicle has had.")
            .Resolve(c => (double)c.Source.TotalKm);
        Field<NonNullGraphType<InstantType>>("at").ForEveryone("When it was read.").Resolve(c => c.Source.At);
        Field<NonNullGraphType<BooleanGraphType>>("suspect").ForEveryone("Whether the reading takes part in a conflict.").Resolve(c => c.Source.Suspect);
    }
}

internal sealed class VehicleSaleType : ObjectGraphType<VehicleSale>
{
    public VehicleSaleType()
    {
        var reporter = Access.Business<VehicleSale>(sale => sale.Dealership);
        Name = "VehicleSale";
        Description = "One sale of a vehicle.";
        Field<NonNullGraphType<InstantType>>("at").ForEveryone("When it was sold.").Resolve(c => c.Source.By.At);
        Field<NonNullGraphType<StringGraphType>>("kind").ForEveryone("auctioned or delivered.").Resolve(c => c.Source.Kind);
        Field<MoneyType>("price").For(reporter, "What was paid; for headquarters and the reporting dealership.").Resolve(c => c.Source.Price);
        Field<StringGraphType>("seller").For(reporter, "The seller at an auction; for headquarters and the reporting dealership.")
            .Resolve(c => c.Source.Seller);
        Field<StringGraphType>("order").For(reporter, "The order; for headquarters and the reporting dealership.").Resolve(c => c.Source.OrderId);
        Field<IdGraphType>("customer").For(reporter, "To whom; for headquarters and the reporting dealership.").Resolve(c => c.Source.Customer);
        Field<DealershipType>("dealership").ForEveryone("Who reported it, if the caller may see that dealership.")
            .ResolveAsync(async c => await DealershipType.Linked(c.Source.Dealership, c));
    }
}

internal sealed class ServiceVisitType : ObjectGraphType<ServiceVisit>
{
    public ServiceVisitType()
    {
        var reporter = Access.Business<ServiceVisit>(visit => visit.Dealership);
        Name = "ServiceVisit";
        Description = "One completed visit to a workshop.";
        Field<NonNullGraphType<InstantType>>("at").ForEveryone("When the work was finished.").Resolve(c => c.Source.By.At);
        Field<NonNullGraphType<StringGraphType>>("repairOrder").ForEveryone("The repair order's number at the dealership.")
            .Resolve(c => c.Source.RepairOrder);
        Field<NonNullGraphType<BooleanGraphType>>("maintenance").ForEveryone("Whether the service of the maintenance plan was part of it, as far as can be told.")
            .Resolve(c => Maintenance.IsMaintenance(c.Source));
        Field<MoneyType>("amount").For(reporter, "What it cost; for headquarters and the reporting dealership.").Resolve(c => c.Source.Amount);
        Field<ListGraphType<NonNullGraphType<ServiceLineType>>>("lines")
            .For(reporter, "The lines of the repair order; for headquarters and the reporting dealership.").Resolve(c => c.Source.Lines);
        Field<DealershipType>("dealership").ForEveryone("Who reported it, if the caller may see that dealership.")
            .ResolveAsync(async c => await DealershipType.Linked(c.Source.Dealership, c));
    }
}

internal sealed class ServiceLineType : ObjectGraphType<ServiceLine>
{
    public ServiceLineType()
    {
        Name = "ServiceLine";
        Description = "One line of a repair order.";
        Field<NonNullGraphType<StringGraphType>>("operation").ForEveryone("What was done.").Resolve(c => c.Source.Operation);
        Field<StringGraphType>("payType").ForEveryone("Who pays: customer, warranty, internal or contract.").Resolve(c => c.Source.PayType);
        Field<MoneyType>("amount").ForEveryone("The line's amount.").Resolve(c => c.Source.Amount);
    }
}

internal sealed class ReservationType : ObjectGraphType<Reservation>
{
    public ReservationType()
    {
        var reporter = Access.Business<Reservation>(reservation => reservation.Dealership);
        Name = "Reservation";
        Description = "One reservation of a vehicle.";
        Field<IdGraphType>("id").For(reporter, "The reservation's id; for headquarters and the dealership that made it.").Resolve(c => c.Source.Id);
        Field<IdGraphType>("customer").For(reporter, "For whom; for headquarters and the dealership that made it.")
            .Resolve(c => c.Source.Reserved?.Value.Customer);
        Field<StringGraphType>("order").For(reporter, "The order; for headquarters and the dealership that made it.")
            .Resolve(c => c.Source.Reserved?.Value.Order);
        Field<NonNullGraphType<InstantType>>("at").ForEveryone("Since when.").Resolve(c => c.Source.Reserved!.By.At);
        Field<InstantType>("end").ForEveryone("When it ended or is going to end; null for one without an end.").Resolve(c => c.Source.End);
        Field<NonNullGraphType<BooleanGraphType>>("released").ForEveryone("Whether it was released before its end.")
            .Resolve(c => c.Source.Released is not null);
        Field<DealershipType>("dealership").ForEveryone("Who made it, if the caller may see that dealership.")
            .ResolveAsync(async c => await DealershipType.Linked(c.Source.Dealership, c));
    }
}
