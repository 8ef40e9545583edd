using GraphQL.Types;

namespace AutoCrm.Actors.Api.Graph.Vehicles;

internal sealed class ReserveVehicleInput
{
    public string ClientMutationId { get; set; } = string.Empty;

    public string Vin { get; set; } = string.Empty;

    public string Customer { get; set; } = string.Empty;

    public DateTimeOffset Until { get; set; }

    public string? Order { get; set; }

    public string? Dealership { get; set; }
}

internal sealed class ReserveVehicleInputType : InputObjectGraphType<ReserveVehicleInput>
{
    public ReserveVehicleInputType()
    {
        Name = "ReserveVehicleInput";
        Description = "For whom a vehicle is to be kept, and until when.";
        this.AddCommandFields();
        Field<NonNullGraphType<IdGraphType>>("vin").Description("The VIN; blanks, dashes and lower case are put right.");
        Field<NonNullGraphType<IdGraphType>>("customer").Description("The customer's id.");
        Field<NonNullGraphType<InstantType>>("until").Description("When the reservation ends by itself, at most 90 days from now.");
        Field<StringGraphType>("order").Description("The order that it is for, by the dealership's number.");
    }
}

internal sealed class ReleaseReservationInput
{
    public string ClientMutationId { get; set; } = string.Empty;

    public string Vin { get; set; } = string.Empty;

    public string Reservation { get; set; } = string.Empty;

    public string? Reason { get; set; }

    public string? Dealership { get; set; }
}

internal sealed class ReleaseReservationInputType : InputObjectGraphType<ReleaseReservationInput>
{
    public ReleaseReservationInputType()
    {
        Name = "ReleaseReservationInput";
        Description = "Which reservation is to end.";
        this.AddCommandFields();
        Field<NonNullGraphType<IdGraphType>>("vin").Description("The VIN; blanks, dashes and lower case are put right.");
        Field<NonNullGraphType<IdGraphType>>("reservation").Description("The reservation's id.");
        Field<StringGraphType>("reason").Description("Why.");
    }
}
