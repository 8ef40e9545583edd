using AutoCrm.Actors.Api.Auth;
using AutoCrm.Actors.Api.Graph.Customers;
using AutoCrm.Actors.Api.Graph.Vehicles;
using AutoCrm.Actors.Api.Live;
using AutoCrm.Actors.Commands;
using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Vehicles;
using GraphQL;
using GraphQL.Types;

namespace AutoCrm.Actors.Api.Graph.Commands;

/// <summary>A mutation for every command of the catalogue.</summary>
internal sealed class CommandMutations(ICommands commands)
{
    private static readonly Access Everybody = Access.Root(CallerRole.Headquarters, CallerRole.Dealership);
    private static readonly Access HeadquartersAlone = Access.Root(CallerRole.Headquarters);

    public void AddTo(ObjectGraphType mutation)
    {
        var inputs = new CommandInputs();
        foreach (var command in CommandCatalogue.All)
        {
            var argument = new QueryArgument(new NonNullGraphType(inputs.Of(command))) { Name = CommandInputs.Argument, Description = "What is asked for." };
            var access = command.HeadquartersOnly ? HeadquartersAlone : Everybody;
            if (command.Subject == SubjectKind.Customer)
            {
                mutation.Field<NonNullGraphType<CustomerOutcomeType>>(command.Name).For(access, command.Summary)
                    .Arguments(argument).ResolveAsync(async context => await ToCustomer(command, context));
            }
            else
            {
                mutation.Field<NonNullGraphType<VehicleOutcomeType>>(command.Name).For(access, command.Summary)
                    .Arguments(argument).ResolveAsync(async context => await ToVehicle(command, context));
            }
        }
    }

    private async Task<CustomerOutcome> ToCustomer(CommandDefinition definition, IResolveFieldContext context)
    {
        var input = InputOf(context);
        var command = CommandOf(definition, input, context) with { Other = VinOf(input), Number = definition.MakesSubject ? NumberOf(input) : null };
        var id = definition.MakesSubject
            ? NewCustomerId.Of(command.Dealership, command.MutationId, command.Number)
            : Decisions.Required(Text(input, "customer"), "input.customer");
        var outcome = Decisions.Known(await commands.Customer(id, command, context.CancellationToken));
        return new CustomerOutcome(command.MutationId, outcome, context.Caller());
    }

    private async Task<VehicleOutcome> ToVehicle(CommandDefinition definition, IResolveFieldContext context)
    {
        var input = InputOf(context);
        var customer = Text(input, "customer") is { } id ? Decisions.Required(id, "input.customer") : null;
        var command = CommandOf(definition, input, context) with { Other = customer };
        return new VehicleOutcome(
            command.MutationId, Decisions.Known(await commands.Vehicle(VinOf(input)!, command, context.CancellationToken)));
    }

    private static EventCommand CommandOf(CommandDefinition definition, IDictionary<string, object?> input, IResolveFieldContext context) => new()
    {
        Dealership = Decisions.Dealership(Text(input, "dealership"), context),
        MutationId = Decisions.MutationId(Text(input, "clientMutationId")!),
        Name = definition.Name,
        Payload = CommandPayload.Read(definition, input),
        ByHeadquarters = context.Caller().Role == CallerRole.Headquarters,
    };

    private static string? NumberOf(IDictionary<string, object?> input) => Text(input, CommandInputs.Number) switch
    {
        null => null,
        var id when CustomerIds.IsOwn(id) => throw Arguments.Bad("input.number", "is an id that the product gave out; expected the dealership's own number, or nothing"),
        var number => Decisions.Required(number, "input.number"),
    };

    private static IDictionary<string, object?> InputOf(IResolveFieldContext context) =>
        (IDictionary<string, object?>)context.Arguments![CommandInputs.Argument].Value!;

    private static string? Text(IDictionary<string, object?> input, string name) =>
        input.TryGetValue(name, out var value) ? value?.ToString() : null;

    private static string? VinOf(IDictionary<string, object?> input) => Text(input, "vin") switch
    {
        null => null,
        var text => Vin.Normalize(text, out var vin) is { } problem ? throw Arguments.Bad("input.vin", problem) : vin,
    };
}

/// <summary>What came of a command to a customer.</summary>
internal sealed record CustomerOutcome(string MutationId, Outcome<Customer> Outcome, Caller Caller);

internal sealed class CustomerOutcomeType : ObjectGraphType<CustomerOutcome>
{
    public CustomerOutcomeType()
    {
        Name = "CustomerOutcome";
        Description = "What came of a command: the customer after it, or why it was refused.";
        Field<NonNullGraphType<StringGraphType>>("clientMutationId").ForEveryone("The client's name for the command.").Resolve(c => c.Source.MutationId);
        Field<CustomerType>("customer").ForEveryone("The customer as it is now; null if nothing is known, or nothing that the caller may see.")
            .Resolve(c => c.Source.Outcome.Live is { } live && live.State.Dealerships.Append(null).Any(c.Source.Caller.MayActFor)
                ? CustomerView.Of(live, c.Source.Caller)
                : null);
        Field<StringGraphType>("position").ForEveryone("Where the decision stands; null if the command was refused.")
            .Resolve(c => c.Source.Outcome.Position?.ToString());
        Field<RejectionType>("rejection").ForEveryone("Why the command was refused; null if it was accepted.")
            .Resolve(c => c.Source.Outcome.Rejection);
    }
}
