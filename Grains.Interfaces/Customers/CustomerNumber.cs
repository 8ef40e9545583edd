using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Customers;

/// <summary>A number by which a dealership knows a customer.</summary>
/// <param name="Dealership">The dealership's code.</param>
/// <param name="Number">The number, as the dealership writes it.</param>
/// <param name="By">The latest event that names the customer by it.</param>
[GenerateSerializer, Immutable, Alias("autocrm.customer-number")]
public sealed record CustomerNumber(
    [property: Id(0)] string Dealership,
    [property: Id(1)] string Number,
    [property: Id(2)] EventStamp By);
