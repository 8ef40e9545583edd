using AutoCrm.Actors.Api.Tests.Graph.Host;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Vehicles;

namespace AutoCrm.Actors.Api.Tests.Transports;

/// <summary>One car, and times so short that a test can wait for them.</summary>
public sealed class HastyShowroom : GraphHost
{
    protected override Dictionary<string, string?> Settings => new()
    {
        ["AutoCrm:Transports:InitTimeout"] = "00:00:01",
        ["AutoCrm:Transports:Heartbeat"] = "00:00:00.2",
        ["AutoCrm:Transports:SendTimeout"] = "00:00:01",
        ["AutoCrm:Transports:MaxOperationsPerSocket"] = "3",
        ["AutoCrm:Auth:ClockSkew"] = "00:00:00",
    };

    /// <summary>Something happens to a vehicle: the log has it, and the actor has folded it.</summary>
    public async Task<Position> Happen(string vin, long revision)
    {
        SetState(vin, revision);
        return await Log.Append(new LogEntry { Vin = vin, Dealership = "D1" });
    }

    protected override Task Seed()
    {
        SetState(Showroom.Car, 1);
        return Task.CompletedTask;
    }

    private void SetState(string vin, long revision) =>
        States.Set(new Live<Vehicle>(new Vehicle { Vin = vin }, revision, PositionToken.Of(AutoCrmDatabase.Epoch, [new Position(0, revision)])));
}
