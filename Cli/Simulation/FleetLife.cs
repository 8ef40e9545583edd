namespace AutoCrm.Actors.Cli.Simulation;

/// <summary>A company and its cars: it orders several at about the same time, leases some, and has all of them serviced.</summary>
internal sealed class FleetLife(Scene scene, string customer)
{
    private const int FewestCars = 2;
    private const int MostCars = 6;

    public void Tell(DateTimeOffset from)
    {
        var cars = scene.Random.Between(FewestCars, MostCars);
        for (var n = 0; n < cars; n++)
        {
            var sale = new CarSale(scene, customer, scene.NewId("O"), CarMaking.ModelFor(scene.Random));
            var (car, at) = sale.Fulfil(sale.Place(scene.Days(from, 1, 60), null));
            if (car is null)
            {
                continue;
            }

            if (car.IsLeased)
            {
                UsedCars.KeepLeased(scene, car, customer);
            }
            else
            {
                new CarKeeping(scene, car, customer).Keep(at, scene.Plan.Horizon);
            }
        }
    }
}
