namespace AutoCrm.Actors.Benchmarks.Load;

/// <summary>Whom the events are about. Populations with different codes share no customer and no vehicle.</summary>
/// <param name="Code">Two letters or digits that are in every key; no I, O or Q.</param>
/// <param name="Dealerships">How many dealerships there are, at most 1,000. All populations share them.</param>
/// <param name="Customers">How many customers there are.</param>
/// <param name="Vehicles">How many vehicles there are.</param>
internal sealed record Population(string Code, int Dealerships, int Customers, int Vehicles)
{
    public string Vin(int vehicle) => $"WVWZZZ{Code}{vehicle:D9}";

    public string Customer(int customer) => $"C-{Code}-{customer:D9}";

    public static string Dealership(int dealership) => $"D{dealership:D3}";
}
