using AutoCrm.Actors.Api.Auth;
using AutoCrm.Actors.Api.Live;
using GraphQL;

namespace AutoCrm.Actors.Api.Graph;

/// <summary>What one operation carries to its resolvers: who asks, and the actors that it has asked already.</summary>
internal sealed class GraphScope(Caller caller, ILiveStates states, int parallelActors, DeliveryGate delivery) : Dictionary<string, object?>
{
    public Caller Caller { get; } = caller;

    public LiveLoader Live { get; } = new(states, parallelActors);

    public DeliveryGate Delivery { get; } = delivery;

    /// <summary>For the next event of a subscription: it must see the actors as they are then.</summary>
    public GraphScope Fresh() => new(Caller, states, parallelActors, Delivery);
}

internal static class GraphScopeAccess
{
    public static GraphScope Scope(this IResolveFieldContext context) => (GraphScope)context.UserContext;

    public static Caller Caller(this IResolveFieldContext context) => context.Scope().Caller;
}
