using AutoCrm.Actors.Customers;

namespace AutoCrm.Actors.Benchmarks.Load;

/// <summary>Whom the events are about. Populations with different codes share no customer and no vehicle.</summary>
/// <param name="Code">Two letters or digits that are in every key; no I, O or Q.</param>
/// <param name="Dealerships">How many dealerships there are, at most 1,000. All populations share them.</param>
/// <param name="Customers">How many customers there are.</param>
/// <param name="Vehicles">How many vehicles there are.</param>
internal sealed record Population(string Code, int Dealerships, int Customers, int Vehicles)
{
    public string Vin(int vehicle) => $"WVWZZZ{Code}{vehicle:D9}";

    private readonly string?[] ids = new string?[Customers];

    /// <summary>The dealership whose number a customer has; a vehicle's usual customer has one of its home.</summary>
    public int HomeOf(int customer) => customer % Dealerships;

    /// <summary>The number by which a customer's home names it.</summary>
    public string NumberOf(int customer) => $"C-{Code}-{customer:D9}";

    /// <summary>The id by which all others name a customer.</summary>
    public string IdOf(int customer) => ids[customer] ??= CustomerIds.Of(Dealership(HomeOf(customer)), NumberOf(customer));

    public static string Dealership(int dealership) => $"D{dealership:D3}";
}
