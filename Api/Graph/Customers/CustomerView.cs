using AutoCrm.Actors.Api.Auth;
using AutoCrm.Actors.Api.ReadModels;
using AutoCrm.Actors.Customers;

namespace AutoCrm.Actors.Api.Graph.Customers;

/// <summary>A customer as far as a request needs it: the row, or the live state.</summary>
internal sealed record CustomerView
{
    public required string Id { get; init; }

    public required long Revision { get; init; }

    public string? Name { get; init; }

    public required PartyState Party { get; init; }

    public required IReadOnlyCollection<string> Dealerships { get; init; }

    /// <summary>The customer that a row stands for, if it is an alias's.</summary>
    public string? MergedInto { get; init; }

    public IReadOnlyCollection<string> Aliases => Live?.State.Aliases ?? [];

    public Live<Customer>? Live { get; init; }

    /// <summary>The live state as far as the caller may see it.</summary>
    public Customer? State { get; init; }

    /// <summary>The stage that the row has; null where the live state is there to be asked.</summary>
    public CustomerStage? StageOfRow { get; init; }

    // The stage is the customer's, whoever asks: it is judged by everything that happened.
    public StageWithWhy? StageAt(DateTimeOffset instant) => Live is null ? null : BuyingLoop.At(Live.State, instant);

    public static CustomerView Of(CustomerRow row) => new()
    {
        Id = row.Id,
        Revision = row.Revision,
        StageOfRow = Enum.TryParse<CustomerStage>(row.Stage, out var stage) ? stage : CustomerStage.Unknown,
        Party = Enum.TryParse<PartyState>(row.Party, out var party) ? party : PartyState.Active,
        Name = row.Name,
        Dealerships = row.Dealerships,
    };

    public static CustomerView Of(Live<Customer> live, Caller caller) => new()
    {
        Id = live.State.Id,
        Revision = live.Revision,
        Party = live.State.Party.State,
        Name = live.State.Profile.Name?.Value,
        Dealerships = live.State.Dealerships,
        Live = live,
        State = live.State.SeenBy(caller),
    };
}
