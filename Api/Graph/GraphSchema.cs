using AutoCrm.Actors.Api.Graph.Commands;
using AutoCrm.Actors.Api.Graph.Customers;
using AutoCrm.Actors.Api.Graph.Dealerships;
using AutoCrm.Actors.Api.Graph.Quarantine;
using AutoCrm.Actors.Api.Graph.Vehicles;
using GraphQL.Types;

namespace AutoCrm.Actors.Api.Graph;

/// <summary>The list of concepts. It cannot be built with a field that does not say who may see it.</summary>
internal sealed class GraphSchema : Schema
{
    public GraphSchema(
        IServiceProvider services,
        VehicleQueries vehicles,
        CustomerQueries customers,
        DealershipQueries dealerships,
        VehicleSubscriptions vehicleSubscriptions,
        VehicleMutations vehicleMutations,
        CommandMutations commands,
        CustomerMutations customerMutations,
        MergeMutations mergeMutations,
        QuarantineFields quarantine)
        : base(services)
    {
        var query = new ObjectGraphType { Name = "Query", Description = "What is known." };
        vehicles.AddTo(query);
        customers.AddTo(query);
        dealerships.AddTo(query);
        Query = query;

        var mutation = new ObjectGraphType { Name = "Mutation", Description = "What may be asked of the actors." };
        vehicleMutations.AddTo(mutation);
        commands.AddTo(mutation);
        customerMutations.AddTo(mutation);
        mergeMutations.AddTo(mutation);
        quarantine.AddTo(query, mutation);
        Mutation = mutation;

        var subscription = new ObjectGraphType { Name = "Subscription", Description = "What changes." };
        vehicleSubscriptions.AddTo(subscription);
        Subscription = subscription;

        RegisterVisitor(new AccessGuard());
    }
}
