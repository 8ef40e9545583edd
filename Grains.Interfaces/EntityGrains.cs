using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Dealerships;
using AutoCrm.Actors.Vehicles;

namespace AutoCrm.Actors;

/// <summary>The actor of a subject, whatever its kind.</summary>
public static class EntityGrains
{
    /// <summary>Finds the actor.</summary>
    /// <param name="grains">Where actors are asked for.</param>
    /// <param name="subject">The subject.</param>
    /// <returns>A reference to it; nothing is called yet.</returns>
    public static IEntityGrain GetEntity(this IGrainFactory grains, Subject subject)
    {
        ArgumentNullException.ThrowIfNull(grains);
        return subject.Kind switch
        {
            SubjectKind.Customer => grains.GetGrain<ICustomerGrain>(subject.Key),
            SubjectKind.Vehicle => grains.GetGrain<IVehicleGrain>(subject.Key),
            _ => grains.GetGrain<IDealershipGrain>(subject.Key),
        };
    }
}
