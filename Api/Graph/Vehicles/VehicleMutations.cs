using AutoCrm.Actors.Api.Auth;
using AutoCrm.Actors.Api.Live;
using AutoCrm.Actors.Vehicles;
using GraphQL;
using GraphQL.Types;

namespace AutoCrm.Actors.Api.Graph.Vehicles;

internal sealed class VehicleMutations(ICommands commands)
{
    private static readonly Access Allowed = Access.Root(CallerRole.Headquarters, CallerRole.Dealership);

    public void AddTo(ObjectGraphType mutation)
    {
        mutation.Field<NonNullGraphType<VehicleOutcomeType>>("reserveVehicle")
            .For(Allowed, "Keeps a vehicle for a customer. Of several who ask at once one gets it.")
            .Argument<NonNullGraphType<ReserveVehicleInputType>>("input", "For whom and until when.")
            .ResolveAsync(async context => await Reserve(context));
        mutation.Field<NonNullGraphType<VehicleOutcomeType>>("releaseReservation")
            .For(Allowed, "Keeps a vehicle no longer.")
            .Argument<NonNullGraphType<ReleaseReservationInputType>>("input", "Which reservation.")
            .ResolveAsync(async context => await Release(context));
    }

    private async Task<VehicleOutcome> Reserve(IResolveFieldContext context)
    {
        var input = context.GetArgument<ReserveVehicleInput>("input");
        var command = new ReserveVehicle
        {
            Dealership = Decisions.Dealership(input.Dealership, context),
            MutationId = Decisions.MutationId(input.ClientMutationId),
            Customer = Decisions.Required(input.Customer, "input.customer"),
            Until = input.Until,
            Order = Arguments.Text(input.Order, "input.order", maxLength: 100),
        };
        var outcome = await commands.Reserve(VinOf(input.Vin), command, context.CancellationToken);
        return new VehicleOutcome(command.MutationId, Decisions.Known(outcome));
    }

    private async Task<VehicleOutcome> Release(IResolveFieldContext context)
    {
        var input = context.GetArgument<ReleaseReservationInput>("input");
        var command = new ReleaseReservation
        {
            Dealership = Decisions.Dealership(input.Dealership, context),
            MutationId = Decisions.MutationId(input.ClientMutationId),
            Reservation = Decisions.Required(input.Reservation, "input.reservation"),
            Reason = Arguments.Text(input.Reason, "input.reason"),
        };
        var outcome = await commands.Release(VinOf(input.Vin), command, context.CancellationToken);
        return new VehicleOutcome(command.MutationId, Decisions.Known(outcome));
    }

    private static string VinOf(string text) =>
        Vin.Normalize(text, out var vin) is { } problem ? throw Arguments.Bad("input.vin", problem) : vin;
}

/// <summary>What came of a command to a vehicle.</summary>
internal sealed record VehicleOutcome(string MutationId, Outcome<Vehicle> Outcome);

internal sealed class VehicleOutcomeType : ObjectGraphType<VehicleOutcome>
{
    public VehicleOutcomeType()
    {
        Name = "VehicleOutcome";
        Description = "What came of a command: the vehicle after it, or why it was refused.";
        Field<NonNullGraphType<StringGraphType>>("clientMutationId").ForEveryone("The client's name for the command.").Resolve(c => c.Source.MutationId);
        Field<VehicleType>("vehicle").ForEveryone("The vehicle as it is now; null if nothing is known about it.")
            .Resolve(c => c.Source.Outcome.Live is { } live ? VehicleView.Of(live) : null);
        Field<StringGraphType>("position").ForEveryone("Where the decision stands; null if the command was refused.")
            .Resolve(c => c.Source.Outcome.Position?.ToString());
        Field<RejectionType>("rejection").ForEveryone("Why the command was refused; null if it was accepted.")
            .Resolve(c => c.Source.Outcome.Rejection);
    }
}
