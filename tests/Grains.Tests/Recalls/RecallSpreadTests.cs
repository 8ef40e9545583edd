using System.Collections.Immutable;
using System.Text;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Grains.Recalls;
using AutoCrm.Actors.Recalls;
using AutoCrm.Actors.Vehicles;
using Xunit;
using static AutoCrm.Actors.Grains.Tests.Vehicles.AVehicle;

namespace AutoCrm.Actors.Grains.Tests.Recalls;

public sealed class RecallSpreadTests
{
    private const string One = "WVWZZZ1JZ3W386752", Two = "1HGCM82633A004352";

    private static readonly NewEvent Reported = new()
    {
        Source = "/hq",
        Id = "R1",
        Type = "autocrm.recall.opened.v1",
        Time = Day(3),
        Data = Encoding.UTF8.GetBytes($$"""{"campaign":"R1","vins":["{{One}}"],"rule":{"make":"Honda"},"stopSale":true,"defect":"It burns","more":1}"""),
    };

    private static readonly LoggedEvent Opened = Happenings.Logged(Reported);

    [Fact]
    public void A_vehicle_that_is_listed_and_fits_gets_one_event()
    {
        var listed = Assert.Single(RecallSpread.Of([Reported], [new AppendResult(AppendStatus.Appended, new Position(1, 1))]));
        var fitting = Assert.Single(RecallSpread.Opening(Opened, (RecallOpened)Opened.Payload, [One]));

        Assert.Equal(Encoding.UTF8.GetString(listed.Data), Encoding.UTF8.GetString(fitting.Data));
        Assert.Equal(listed, fitting, SameEvent);
    }

    [Fact]
    public void Each_vehicle_has_an_event_of_its_own_and_the_one_that_the_opening_names_none_more()
    {
        var events = RecallSpread.Opening(Opened with { Vin = One }, (RecallOpened)Opened.Payload, [One, Two]).ToImmutableArray();

        Assert.Equal([Two], events.Select(e => e.Vin));
        Assert.NotEqual(events[0].Id, RecallSpread.Opening(Opened, (RecallOpened)Opened.Payload, [One]).Single().Id);
    }

    [Fact]
    public void The_cancellation_of_a_campaign_ends_what_its_opening_began()
    {
        var cancelled = Happenings.On(Day(5).ToString("O"), new RecallCancelled { Campaign = "R1", Reason = "A mistake" }, dealership: null, vin: null, customer: null);
        var opening = Happenings.Logged(RecallSpread.Opening(Opened, (RecallOpened)Opened.Payload, [Two]).Single());
        var end = Happenings.Logged(RecallSpread.Cancellation(cancelled, (RecallCancelled)cancelled.Payload, [Two]).Single());

        var vehicle = Given(opening, end);

        Assert.Equal(RecallState.Cancelled, Assert.Single(vehicle.Recalls).StateOf(vehicle, Day(6)));
        Assert.False(vehicle.Recalls[0].ForbidsSale(Day(6)));
        Assert.True(vehicle.Recalls[0].ForbidsSale(Day(4)));
    }

    private static bool SameEvent(NewEvent one, NewEvent other) =>
        (one.Source, one.Id, one.Type, one.Time, one.Vin, one.Customer, one.Dealership) == (other.Source, other.Id, other.Type, other.Time, other.Vin, other.Customer, other.Dealership);
}
