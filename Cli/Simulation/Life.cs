namespace AutoCrm.Actors.Cli.Simulation;

/// <summary>
/// The life of one customer with the dealership, and of the cars that they buy, from the first contact on. It depends on
/// the plan and its number alone.
/// </summary>
internal sealed class Life
{
    private Life(int number, IReadOnlyList<LifeStep> steps)
    {
        Number = number;
        Steps = steps;
    }

    public int Number { get; }

    /// <summary>What happened, in order of occurrence.</summary>
    public IReadOnlyList<LifeStep> Steps { get; }

    public static Life Tell(SimulationPlan plan, int number)
    {
        var scene = new Scene(plan, number);
        var customer = plan.CustomerIdOf(number);
        var came = scene.Seasonal(plan.Start, plan.Until.AddDays(-1));
        var isFleet = scene.Random.PerMille(15);
        var person = Person.Draw(scene, isFleet || scene.Random.PerMille(80));
        came = person.Registers(scene, customer, came);
        if (isFleet)
        {
            new FleetLife(scene, customer).Tell(came);
        }
        else
        {
            new BuyerLife(scene, customer).Tell(came.AddMinutes(scene.Random.Between(5, 90)));
        }

        SecondRecord.Tell(scene, person, customer, came);
        scene.Steps.RemoveAll(step => step.At > plan.Horizon);
        scene.Steps.Sort(static (one, other) => one.At.CompareTo(other.At) is not 0 and var order
            ? order : string.CompareOrdinal(one.Data.GetType().Name + one.Vin, other.Data.GetType().Name + other.Vin));
        return new Life(number, scene.Steps);
    }
}
