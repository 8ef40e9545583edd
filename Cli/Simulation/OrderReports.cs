using AutoCrm.Actors.Orders;

namespace AutoCrm.Actors.Cli.Simulation;

/// <summary>Reports of orders.</summary>
internal static class OrderReports
{
    public static DateTimeOffset Place(
        Scene scene, string customer, string order, string model, DateTimeOffset at, FinanceKind? finance = null, string? lead = null, string? dealership = null) =>
        scene.Say(
            at,
            customer,
            null,
            new OrderPlaced { OrderId = order, Make = CarMaking.Make, Model = model, Amount = CarMaking.PriceOf(model), Finance = finance, LeadId = lead },
            truth => truth.Ordered(customer, order, dealership ?? scene.Home),
            dealership: dealership);

    /// <param name="scene">Where.</param>
    /// <param name="customer">Who ordered.</param>
    /// <param name="order">What.</param>
    /// <param name="vin">The vehicle that was set aside for it.</param>
    /// <param name="at">When.</param>
    /// <param name="reason">Why.</param>
    public static DateTimeOffset Cancel(Scene scene, string customer, string order, string? vin, DateTimeOffset at, string reason)
    {
        DateTimeOffset cancelled = default;
        cancelled = scene.Say(at, customer, vin, new OrderCancelled { OrderId = order, Reason = reason }, truth =>
        {
            truth.OrderEnded(customer, order, scene.Home);
            truth.Customer(customer).LastLoss = cancelled;
            if (vin is not null)
            {
                truth.IsFreeOf(vin, order);
            }
        });
        return cancelled;
    }
}
