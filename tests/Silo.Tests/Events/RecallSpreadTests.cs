using AutoCrm.Actors.Events;
using AutoCrm.Actors.Grains.Events;
using AutoCrm.Actors.Vehicles;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AutoCrm.Actors.Silo.Tests.Events;

/// <summary>A recall is opened by one event and concerns every vehicle that it lists.</summary>
public sealed class RecallSpreadTests(SiloFixture silo)
{
    private const string One = "WVWZZZ1JZ3W386752", Two = "1HGCM82633A004352";

    [Fact]
    public async Task Each_vehicle_has_the_recall_and_a_repeat_adds_nothing()
    {
        var opened = Opened("R-LIST-1", One.ToLowerInvariant(), Two, Two);
        var reply = await silo.Append(opened);

        Assert.Equal(2, reply.Derived.Length);
        var position = PositionToken.Of(reply.Epoch, reply.Derived);
        foreach (var vin in (string[])[One, Two])
        {
            var recall = Assert.Single((await Vehicle(vin, position)).Recalls, recall => recall.Campaign == "R-LIST-1");
            Assert.NotNull(recall.StopSale);
        }

        var again = await silo.Append(opened);
        Assert.Equal(reply.Derived, again.Derived);
        Assert.Equal(3L, await silo.Scalar<long>("SELECT count(*) FROM event_log WHERE type = 'autocrm.recall.opened.v1' AND position('R-LIST-1' in convert_from(data, 'UTF8')) > 0"));
    }

    [Fact]
    public async Task What_was_cut_off_after_the_opening_is_made_up_for_when_the_sender_repeats_it()
    {
        var opened = Opened("R-LIST-2", One, Two);
        await silo.Services.GetRequiredService<IEventLog>().Append([opened]);
        Assert.DoesNotContain((await Vehicle(One, null))?.Recalls ?? [], recall => recall.Campaign == "R-LIST-2");

        var reply = await silo.Append(opened);

        Assert.Equal(AppendStatus.Duplicate, Assert.Single(reply.Results).Status);
        Assert.Contains((await Vehicle(One, PositionToken.Of(reply.Epoch, reply.Derived))).Recalls, recall => recall.Campaign == "R-LIST-2");
    }

    [Fact]
    public async Task Another_list_under_the_same_id_concerns_nobody()
    {
        var opened = Opened("R-LIST-3", One);
        await silo.Append(opened);

        var reply = await silo.Append(Opened("R-LIST-3", One, Two) with { Id = opened.Id });

        Assert.Equal(AppendStatus.Conflict, Assert.Single(reply.Results).Status);
        Assert.Empty(reply.Derived);
    }

    private static NewEvent Opened(string campaign, params string[] vins) => SiloFixture.Event(
        "autocrm.recall.opened.v1",
        $$"""{"campaign":"{{campaign}}","vins":["{{string.Join("\",\"", vins)}}"],"stopSale":true,"remedy":"Replace the inflator"}""");

    private async Task<Vehicle> Vehicle(string vin, PositionToken? atLeast) =>
        (await silo.Grains.GetGrain<IVehicleGrain>(Subject.Vehicle(vin).Key).Get(atLeast))?.State ?? new Vehicle { Vin = vin };
}
