namespace AutoCrm.Actors.Customers;

/// <summary>The one place where the id of a customer is made that a command registers.</summary>
public static class NewCustomerId
{
    // A number that was sent has no control character: no reference of a dealership ever gets the id of a command.
    private const string Registered = "\nregistered\n";

    /// <summary>Makes the id: the same for the same command, so a repeat registers nobody else.</summary>
    /// <param name="dealership">The code of the dealership that registers.</param>
    /// <param name="mutationId">The command's mutation id.</param>
    /// <param name="number">The number that the dealership gives to the customer, or null if it gives none.</param>
    /// <returns>
    /// With a number, the id of whom the dealership's events name by it, whatever the mutation id; else an id of its own.
    /// </returns>
    public static string Of(string dealership, string mutationId, string? number = null) =>
        CustomerIds.Of(dealership, number ?? Registered + mutationId);
}
