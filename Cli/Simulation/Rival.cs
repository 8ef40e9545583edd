using AutoCrm.Actors.Orders;
using AutoCrm.Actors.Vehicles;

namespace AutoCrm.Actors.Cli.Simulation;

/// <summary>Somebody else who wants a car in stock.</summary>
internal sealed class Rival
{
    private readonly Scene scene;
    private readonly string vin;
    private readonly string customer;
    private readonly string order;

    private Rival(Scene scene, string vin)
    {
        (this.scene, this.vin) = (scene, vin);
        customer = scene.Plan.CustomerIdOf(scene.Number, $"R{scene.Steps.Count}");
        order = scene.NewId("O");
    }

    /// <param name="mishap">What goes wrong.</param>
    /// <param name="scene">Where.</param>
    /// <param name="vin">The car.</param>
    /// <param name="model">Its model.</param>
    /// <param name="before">When the customer gets it whose story it is.</param>
    /// <returns>Who has it set aside; null if nobody has.</returns>
    public static Rival? Of(Mishap mishap, Scene scene, string vin, string model, DateTimeOffset before)
    {
        if (mishap == Mishap.DoubleReservation)
        {
            ReserveTwice(scene, vin, before.AddDays(-8));
        }

        if (mishap is not (Mishap.DoubleAllocation or Mishap.AgainstAllocation))
        {
            return null;
        }

        var rival = new Rival(scene, vin);
        var at = Person.Draw(scene).Registers(scene, rival.customer, before.AddDays(-8));
        at = OrderReports.Place(scene, rival.customer, rival.order, model, at.AddMinutes(30));
        scene.Say(at.AddHours(1), rival.customer, vin, new VehicleAllocated { OrderId = rival.order }, truth => truth.IsSetAside(vin, rival.order));
        return rival;
    }

    public void GiveUp(DateTimeOffset at) => OrderReports.Cancel(scene, customer, order, vin, at, "did not want to wait");

    // The second one within the time of the first one, by another dealership where there is one.
    private static void ReserveTwice(Scene scene, string vin, DateTimeOffset at)
    {
        var other = scene.Neighbour;
        var (first, second) = (scene.NewId("V"), scene.NewId("V"));
        scene.Say(at, null, vin, new VehicleReserved { Reservation = first }, truth => truth.IsReserved(vin));
        scene.Say(at.AddDays(1), null, vin, new VehicleReserved { Reservation = second }, truth => truth.Vehicle(vin).Planted.Add(ConflictKinds.DoubleReservation), dealership: other);
        scene.Say(at.AddDays(2), null, vin, new ReservationReleased { Reservation = second }, dealership: other);
        scene.Say(at.AddDays(3), null, vin, new ReservationReleased { Reservation = first }, truth => truth.IsFree(vin));
    }
}
