using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Customers;

/// <summary>The one place where the id of a customer is made that a command registers.</summary>
public static class NewCustomerId
{
    /// <summary>Makes the id: the same for the same command, so a repeat registers nobody else.</summary>
    /// <param name="dealership">The code of the dealership that registers.</param>
    /// <param name="mutationId">The command's mutation id.</param>
    /// <returns>32 hexadecimal digits.</returns>
    public static string Of(string dealership, string mutationId) =>
        StableId.Of($"customer\n{dealership}\n{mutationId}");
}
