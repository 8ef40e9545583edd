using System.Text.Json.Serialization;

namespace AutoCrm.Actors.Cli.Simulation;

/// <summary>What has really happened until an instant, as the lives tell it. It knows nothing of the product's folds.</summary>
internal sealed class Truth
{
    private readonly Dictionary<string, CustomerTruth> customers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, VehicleTruth> vehicles = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DealershipTruth> dealerships = new(StringComparer.Ordinal);

    public IReadOnlyCollection<CustomerTruth> Customers => customers.Values;

    public IReadOnlyCollection<VehicleTruth> Vehicles => vehicles.Values;

    public IReadOnlyCollection<DealershipTruth> Dealerships => dealerships.Values;

    public CustomerTruth Customer(string id) =>
        customers.TryGetValue(id, out var known) ? known : customers[id] = new CustomerTruth { Id = id };

    public VehicleTruth Vehicle(string vin) =>
        vehicles.TryGetValue(vin, out var known) ? known : vehicles[vin] = new VehicleTruth { Vin = vin };

    public DealershipTruth Dealership(string code) =>
        dealerships.TryGetValue(code, out var known) ? known : dealerships[code] = new DealershipTruth { Code = code };

    /// <summary>Somebody orders.</summary>
    public void Ordered(string customer, string order, string dealership)
    {
        var buyer = Customer(customer);
        buyer.Orders++;
        buyer.OpenOrders++;
        buyer.Waits.Add(order);
        Dealership(dealership).Orders++;
        Dealership(dealership).Count(DealershipTruth.OpenOrders, 1);
    }

    /// <summary>An order is fulfilled, or called off; nothing if it was before.</summary>
    public void OrderEnded(string customer, string order, string dealership)
    {
        if (Customer(customer).Waits.Remove(order))
        {
            Customer(customer).OpenOrders--;
            Dealership(dealership).Count(DealershipTruth.OpenOrders, -1);
        }
    }

    /// <summary>A dealership has noted somebody who is known already as a customer of its own.</summary>
    public void AreOne(string customer, string other)
    {
        Customer(customer).Aliases.Add(other);
        Customer(other).Is = customer;
    }

    /// <summary>Customers and vehicles belong to one life each: they are written and forgotten, dealerships add up.</summary>
    public void ForgetLives()
    {
        customers.Clear();
        vehicles.Clear();
    }

    /// <summary>Follows a life up to an instant.</summary>
    public void Follow(Life life, DateTimeOffset until)
    {
        foreach (var step in life.Steps)
        {
            if (step.At > until)
            {
                break;
            }

            if (step.Vin is not null)
            {
                Vehicle(step.Vin);
            }

            if (step.Customer is not null)
            {
                Customer(step.Customer);
            }

            step.Effect?.Invoke(this);
        }
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CustomerTruth))]
[JsonSerializable(typeof(VehicleTruth))]
[JsonSerializable(typeof(DealershipTruth))]
internal sealed partial class TruthJson : JsonSerializerContext;
