using AutoCrm.Actors.Api.Graph.Customers;
using AutoCrm.Actors.Api.Graph.Dealerships;
using AutoCrm.Actors.Api.Graph.Events;
using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Service;
using GraphQL.Types;

namespace AutoCrm.Actors.Api.Graph.Service;

/// <summary>An appointment with the visit that it led to.</summary>
internal sealed record AppointmentView(CustomerAppointment Appointment, CustomerVisit? Visit)
{
    public ServiceState State { get; } = Appointment.StateWith(Visit);

    public static AppointmentView Of(Customer customer, CustomerAppointment appointment) => new(
        appointment,
        appointment.Arrived is { } arrived ? customer.Visits.FirstOrDefault(visit =>
            visit.RepairOrder == arrived.Value && visit.Dealership == appointment.Dealership) : null);
}

internal sealed class CustomerAppointmentType : ObjectGraphType<AppointmentView>
{
    public CustomerAppointmentType()
    {
        Name = "CustomerAppointment";
        Description = "One appointment of a customer with a workshop.";
        Field<NonNullGraphType<StringGraphType>>("appointmentId").ForEveryone("Its number at the dealership.").Resolve(c => c.Source.Appointment.AppointmentId);
        Field<NonNullGraphType<ServiceStateType>>("state").ForEveryone("How far it is.").Resolve(c => c.Source.State);
        Field<InstantType>("at").ForEveryone("When the vehicle is expected.").Resolve(c => c.Source.Appointment.Expected?.Value);
        Field<StringGraphType>("vin").ForEveryone("The vehicle.").Resolve(c => c.Source.Appointment.Booked?.Value.Vin);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<StringGraphType>>>>("work").ForEveryone("What is to be done.")
            .Resolve(c => c.Source.Appointment.Booked?.Value.Work ?? []);
        Field<ContactChannelType>("channel").ForEveryone("How it was booked.").Resolve(c => c.Source.Appointment.Booked?.Value.Channel);
        Field<StringGraphType>("advisor").ForEveryone("Who looks after it.").Resolve(c => c.Source.Appointment.Booked?.Value.Advisor);
        Field<StringGraphType>("cancelReason").ForEveryone("Why it was called off.").Resolve(c => c.Source.Appointment.Cancelled?.Value);
        Field<StringGraphType>("repairOrder").ForEveryone("The repair order under which the vehicle came.").Resolve(c => c.Source.Appointment.Arrived?.Value);
        Field<DealershipType>("dealership").ForEveryone("The dealership.")
            .ResolveAsync(async c => await DealershipType.Linked(c.Source.Appointment.Dealership, c));
    }
}

internal sealed class CustomerVisitType : ObjectGraphType<CustomerVisit>
{
    public CustomerVisitType()
    {
        var business = Access.Business<CustomerVisit>(visit => visit.Dealership);
        Name = "CustomerVisit";
        Description = "One visit of a customer to a workshop.";
        Field<NonNullGraphType<StringGraphType>>("repairOrder").ForEveryone("The repair order's number.").Resolve(c => c.Source.RepairOrder);
        Field<NonNullGraphType<ServiceStateType>>("state").ForEveryone("How far it is.").Resolve(c => c.Source.State);
        Field<InstantType>("at").ForEveryone("When the vehicle came or, where that was not reported, the first step known.").Resolve(c => c.Source.Came?.By.At);
        Field<InstantType>("completedAt").ForEveryone("When the work was finished.").Resolve(c => c.Source.Completed?.By.At);
        Field<RepairMilestoneType>("milestone").ForEveryone("The latest step of the work.").Resolve(c => c.Source.Milestone?.Value);
        Field<StringGraphType>("vin").ForEveryone("The vehicle, where the report names it.").Resolve(c => c.Source.Vin?.Value);
        Field<InstantType>("promisedFor").For(business, "When it was promised to be ready.").Resolve(c => c.Source.CheckedIn?.Value.Promised);
        Field<MoneyType>("estimate").For(business, "What the work is going to cost.").Resolve(c => c.Source.Estimate?.Value);
        Field<BooleanGraphType>("approved").For(business, "Whether the customer agreed to the estimate.").Resolve(c => c.Source.Approved?.Value);
        Field<MoneyType>("amount").For(business, "What was paid or, before that is known, what the work cost.").Resolve(c => c.Source.Amount);
        Field<DealershipType>("dealership").ForEveryone("The dealership.").ResolveAsync(async c => await DealershipType.Linked(c.Source.Dealership, c));
    }
}

internal sealed class ServiceStateType() : WordType<ServiceState>("The states of a visit to a workshop.");

internal sealed class RepairMilestoneType() : WordType<RepairMilestone>("The steps of a repair order, as the STAR standard names them.");
