using AutoCrm.Actors.Api.ReadModels;
using AutoCrm.Actors.Customers;

namespace AutoCrm.Actors.Api.Graph.Customers;

/// <summary>A customer as far as a request needs it: the row, or the live state.</summary>
internal sealed record CustomerView
{
    public required string Id { get; init; }

    public required long Revision { get; init; }

    public required CustomerStage Stage { get; init; }

    public string? Name { get; init; }

    public required IReadOnlyCollection<string> Dealerships { get; init; }

    public Live<Customer>? Live { get; init; }

    public Customer? State => Live?.State;

    public CustomerRegistered? Party => State?.Party?.Value;

    public static CustomerView Of(CustomerRow row) => new()
    {
        Id = row.Id,
        Revision = row.Revision,
        Stage = Enum.TryParse<CustomerStage>(row.Stage, out var stage) ? stage : CustomerStage.Unknown,
        Name = row.Name,
        Dealerships = row.Dealerships,
    };

    public static CustomerView Of(Live<Customer> live) => new()
    {
        Id = live.State.Id,
        Revision = live.Revision,
        Stage = live.State.Stage,
        Name = live.State.Party?.Value.Name,
        Dealerships = live.State.Dealerships,
        Live = live,
    };
}
