using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Faults.Fleet;
using AutoCrm.Actors.Faults.Runs;
using AutoCrm.Actors.Faults.Workload;
using Xunit;

namespace AutoCrm.Actors.Faults.Races;

/// <summary>Two silos and two Apis, and users of dealerships at both Apis.</summary>
public class RaceFleet(FaultFixture fixture) : IAsyncLifetime
{
    private static readonly string Until = TimeProvider.System.GetUtcNow().AddDays(2).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    private readonly ConcurrentDictionary<(int Api, string? Dealership), Endpoint> users = new();
    private RunningFleet? fleet;
    private int made;

    internal RunningFleet Fleet => fleet!;

    private protected virtual FleetPlan Plan { get; } = new() { Silos = 2, Apis = 2 };

    public async ValueTask InitializeAsync() => fleet = await fixture.Start(Plan, await fixture.Calm());

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var user in users.Values)
        {
            user.Dispose();
        }

        if (fleet is not null)
        {
            await fleet.DisposeAsync();
        }
    }

    internal static string Vin(int n) => $"WVWZZZ1JZ3W{n:000000}";

    // What a dealership reports about its customer's number is about the id that is made of both.
    internal static string Customer(int n, string dealership) => CustomerIds.Of(dealership, $"C{n}");

    internal static Attempt Reserve(int n, string dealership) =>
        new(dealership, "reserveVehicle", "r", $"vin: \"{Vin(n)}\", customer: \"{Customer(n, dealership)}\", until: \"{Until}\"");

    /// <summary>A user at one of the Apis; of headquarters if no dealership is said.</summary>
    internal Endpoint User(int api, string? dealership = null) =>
        users.GetOrAdd((api % Fleet.Apis.Count, dealership), at => new Endpoint(Fleet, at.Api, at.Dealership));

    /// <summary>Reports events and waits until they are acknowledged.</summary>
    internal async Task Report(IEnumerable<(string Type, string? Dealership, string? Customer, string? Vin, string Data)> events)
    {
        foreach (var batch in events.Chunk(100))
        {
            var (answer, failure) = await User(0).Post(JsonSerializer.SerializeToUtf8Bytes(batch.Select(Event)));
            Assert.True(failure is null, failure);
            Assert.Equal(batch.Length, answer!.Value.GetProperty("accepted").GetInt32());
        }
    }

    internal Task Built(IEnumerable<int> numbers) => Report(numbers.Select(n => ("autocrm.vehicle.built.v1", (string?)null, (string?)null, (string?)Vin(n), "{}")));

    /// <summary>Sends a command and demands an answer.</summary>
    internal async Task<Decided> Send(int api, Attempt attempt)
    {
        var (decided, failure) = await attempt.Send(User(api, attempt.Dealership));
        Assert.True(decided is not null, failure);
        return decided;
    }

    /// <summary>Reads over HTTP, at least as of a position.</summary>
    internal async Task<JsonElement> Vehicle(int api, string vin, string? atLeast, string fields)
    {
        var (answer, failure) = await User(api).Query($"query($v: ID!, $p: String) {{ vehicle(vin: $v, atLeast: $p) {{ {fields} }} }}", new { v = vin, p = atLeast });
        Assert.True(failure is null, failure);
        return answer!.Value.GetProperty("vehicle");
    }

    /// <summary>How many events of a type the log has of each vehicle or customer that has any.</summary>
    internal async Task<Dictionary<string, long>> CountBy(string column, string type)
    {
        await using var command = Fleet.Straight.CreateCommand($"SELECT {column}, count(*) FROM event_log WHERE type = $1 AND {column} IS NOT NULL GROUP BY 1");
        command.Parameters.Add(new() { Value = type });
        var counts = new Dictionary<string, long>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            counts[reader.GetString(0)] = reader.GetInt64(1);
        }

        return counts;
    }

    private Dictionary<string, object> Event((string Type, string? Dealership, string? Customer, string? Vin, string Data) happened)
    {
        var made = new Dictionary<string, object>
        {
            ["specversion"] = "1.0",
            ["id"] = Interlocked.Increment(ref this.made).ToString(CultureInfo.InvariantCulture),
            ["source"] = "/races",
            ["type"] = happened.Type,
            ["time"] = "2026-11-20T08:00:00Z",
            ["data"] = JsonElement.Parse(happened.Data),
        };
        foreach (var (name, value) in (ReadOnlySpan<(string, string?)>)[("dealership", happened.Dealership), ("customer", happened.Customer), ("vin", happened.Vin)])
        {
            if (value is not null)
            {
                made[name] = value;
            }
        }

        return made;
    }
}

/// <summary>Those who race in one fleet.</summary>
[CollectionDefinition(nameof(RaceFleet))]
public sealed class RacesInOneFleet : ICollectionFixture<RaceFleet>;

/// <summary>The same, but each silo is a cluster of its own, so that every actor has two activations.</summary>
public class ApartFleet(FaultFixture fixture) : RaceFleet(fixture)
{
    private protected override FleetPlan Plan { get; } = new() { Silos = 2, Apis = 2, Apart = true };
}

/// <summary>The same, without what decides a race between two activations of one actor.</summary>
public sealed class UnfencedFleet(FaultFixture fixture) : ApartFleet(fixture)
{
    private protected override FleetPlan Plan { get; } = new()
    {
        Silos = 2, Apis = 2, Apart = true, SiloVariables = new Dictionary<string, string> { ["AutoCrm__Weaken__SkipFencing"] = "true" },
    };
}
