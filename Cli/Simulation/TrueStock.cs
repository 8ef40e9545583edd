namespace AutoCrm.Actors.Cli.Simulation;

/// <summary>Where a vehicle stands at its dealership, from its coming to its going.</summary>
internal static class TrueStock
{
    private const string Received = "RECEIVED";
    private const string Available = "AVAILABLE";
    private const string Reserved = "RESERVED";
    private const string Sold = "SOLD";

    /// <summary>It comes to a dealership: from the maker, or back from a customer.</summary>
    public static void Comes(this Truth truth, string vin, string dealership) => truth.Put(vin, dealership, Received);

    public static void IsOffered(this Truth truth, string vin)
    {
        truth.Vehicle(vin).IsOffered = true;
        truth.Stands(vin, Available);
    }

    public static void IsReserved(this Truth truth, string vin) => truth.Stands(vin, Reserved);

    public static void IsSetAside(this Truth truth, string vin, string order)
    {
        truth.Vehicle(vin).SetAsideFor = order;
        truth.Stands(vin, Sold);
    }

    /// <summary>A reservation has ended.</summary>
    public static void IsFree(this Truth truth, string vin) => truth.Stands(vin, truth.Vehicle(vin).IsOffered ? Available : Received);

    /// <summary>An order was called off: its vehicle is free, unless another order has it by now.</summary>
    public static void IsFreeOf(this Truth truth, string vin, string order)
    {
        if (truth.Vehicle(vin).SetAsideFor == order)
        {
            truth.IsFree(vin);
        }
    }

    public static void Leaves(this Truth truth, string vin)
    {
        truth.Put(vin, string.Empty, null);
        truth.Vehicle(vin).IsOffered = false;
        truth.Vehicle(vin).SetAsideFor = null;
    }

    private static void Stands(this Truth truth, string vin, string state)
    {
        if (truth.Vehicle(vin).Stock is { } stock)
        {
            truth.Put(vin, stock.Dealership, state);
        }
    }

    private static void Put(this Truth truth, string vin, string dealership, string? state)
    {
        var vehicle = truth.Vehicle(vin);
        if (vehicle.Stock is { } before)
        {
            truth.Dealership(before.Dealership).CountStock(before.State, -1);
        }

        vehicle.Stock = state is null ? null : (dealership, state);
        if (state is not null)
        {
            truth.Dealership(dealership).CountStock(state, 1);
        }
    }
}
