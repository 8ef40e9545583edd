using System.Text;
using System.Text.Json;
using AutoCrm.Actors.Cli.Import;
using AutoCrm.Actors.Cli.Import.Documents;
using AutoCrm.Actors.Cli.Import.Star;
using AutoCrm.Actors.Cli.Tests.Import.Documents;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Service;
using Xunit;

namespace AutoCrm.Actors.Cli.Tests.Import.Star;

/// <summary><c>import --format star</c>: what each document says has happened, and why another one says nothing.</summary>
public sealed class StarImportTests
{
    private static readonly DateTimeOffset Written = new(2026, 5, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_confirmed_appointment_was_booked_and_confirmed()
    {
        var events = Read(StarDocuments.ConfirmedAppointment);

        var booked = Assert.IsType<ServiceBooked>(events[0].Data);
        Assert.Equal(("A-1", new DateTimeOffset(2026, 4, 10, 9, 0, 0, TimeSpan.FromHours(2)), "ADV-3"), (booked.AppointmentId, booked.At, booked.Advisor));
        Assert.Equal(["service"], booked.Work);
        Assert.Equal("A-1", Assert.IsType<ServiceConfirmed>(events[1].Data).AppointmentId);
        Assert.Equal(2, events.Length);
        Assert.All(events, e => Assert.Equal(("D07", "4711", StarDocuments.Vin), (e.Dealership, e.Customer, e.Vin)));
        Assert.All(events, e => Assert.Equal((true, Written), (e.IsTimeAssumed, e.Time)));
    }

    [Fact]
    public void A_rescheduled_appointment_tells_when_it_was_booked_and_when_it_was_moved()
    {
        var events = Read(StarDocuments.RescheduledAppointment);

        var booked = Assert.IsType<ServiceBooked>(events[0].Data);
        Assert.Equal((At("2026-04-01T10:00:00Z"), At("2026-04-12T14:00:00Z"), ContactChannel.App), (events[0].Time, booked.At, booked.Channel));
        Assert.Equal(["brake noise"], booked.Work);
        var moved = Assert.IsType<ServiceRescheduled>(events[1].Data);
        Assert.Equal((At("2026-04-02T11:00:00Z"), At("2026-04-12T14:00:00Z"), "customer requested reschedule"), (events[1].Time, moved.At, moved.Reason));
        Assert.Equal(2, events.Length);
        Assert.All(events, e => Assert.False(e.IsTimeAssumed));
    }

    [Fact]
    public void An_appointment_with_a_period_was_reported_when_it_occurred()
    {
        var events = Read(StarDocuments.PeriodAppointment);

        Assert.Equal((At("2026-04-02T13:00:00Z"), At("2026-04-01T08:00:00Z")), (Assert.IsType<ServiceBooked>(events[0].Data).At, events[0].Time));
        Assert.Equal(["scheduled service", "recall"], ((ServiceBooked)events[0].Data).Work);
        Assert.IsType<ServiceNoShow>(events[1].Data);
        Assert.Equal("4712", events[0].Customer);
    }

    [Theory]
    [InlineData("CANCELLED", typeof(ServiceCancelled))]
    [InlineData("declined", typeof(ServiceCancelled))]
    [InlineData("NO_SHOW", typeof(ServiceNoShow))]
    [InlineData("IN_PROGRESS", typeof(ServiceConfirmed))]
    [InlineData("REQUESTED", null)]
    public void The_status_says_what_became_of_an_appointment(string status, Type? expected)
    {
        var events = Read(StarDocuments.ConfirmedAppointment.Replace("CONFIRMED", status, StringComparison.Ordinal));

        Assert.Equal(expected, events.ElementAtOrDefault(1)?.Data.GetType());
    }

    [Fact]
    public void A_completed_repair_order_was_opened_partly_declined_and_completed()
    {
        var events = Read(StarDocuments.CompletedOrder);

        var checkedIn = Assert.IsType<VehicleCheckedIn>(events[0].Data);
        Assert.Equal(("RO-9", "A-2", new Distance(45210, "km"), null), (checkedIn.RepairOrder, checkedIn.AppointmentId, checkedIn.Odometer, checkedIn.Promised));
        Assert.Equal(At("2026-04-12T14:05:00Z"), events[0].Time);
        var declined = Assert.IsType<WorkDeclined>(events[1].Data);
        Assert.Equal(("Wiper blades", "customer deferred cost", new Money(20, "EUR"), At("2026-04-12T15:00:00Z")), (declined.Line, declined.Reason, declined.Amount, events[1].Time));
        var completed = Assert.IsType<ServiceCompleted>(events[2].Data);
        Assert.Equal((new Money(189.90m, "EUR"), true, At("2026-04-12T17:30:00Z")), (completed.Amount, completed.Maintenance, events[2].Time));
        Assert.Equal(
            [
                new ServiceLine { Operation = "Oil service", PayType = "customer", Amount = new Money(189.90m, "EUR") },
                new ServiceLine { Operation = "Oil filter", Kind = ServiceLineKind.Material, PartNumber = "06L115562B" },
                new ServiceLine { Operation = "Recall update", PayType = "warranty", Amount = new Money(0, "EUR") },
            ],
            completed.Lines);
        Assert.Equal(3, events.Length);
        Assert.All(events, e => Assert.Equal("autohaus-nord", e.Dealership));
    }

    [Fact]
    public void A_completion_that_lies_ahead_is_a_promise()
    {
        var events = Read(StarDocuments.CompletedOrder, At("2026-04-12T16:00:00Z"));

        Assert.Equal(At("2026-04-12T17:30:00Z"), Assert.IsType<VehicleCheckedIn>(events[0].Data).Promised);
        Assert.DoesNotContain(events, e => e.Data is ServiceCompleted);
    }

    [Fact]
    public void Work_that_waits_for_approval_is_an_estimate()
    {
        var estimate = Assert.IsType<EstimateGiven>(Assert.Single(Read(StarDocuments.EstimatedOrder)).Data);

        Assert.Equal(("RO-10", new Money(53.10m, "USD")), (estimate.RepairOrder, estimate.Amount));
        Assert.Equal([new ServiceLine { Operation = "Cabin filter", Amount = new Money(45, "USD") }], estimate.Lines);
    }

    [Fact]
    public void A_closed_repair_order_was_paid()
    {
        var events = Read(StarDocuments.ClosedOrder);

        Assert.Equal([typeof(VehicleCheckedIn), typeof(ServiceCompleted), typeof(RepairOrderClosed)], events.Select(e => e.Data.GetType()));
        Assert.Equal(new Money(171.20m, "USD"), ((RepairOrderClosed)events[2].Data).Paid);
        Assert.Equal("warranty", ((ServiceCompleted)events[1].Data).Lines.Single().PayType);
    }

    [Fact]
    public void A_declined_repair_order_was_an_estimate_that_the_customer_refused()
    {
        var events = Read(StarDocuments.DeclinedOrder);

        Assert.Equal("cost exceeds budget", Assert.IsType<EstimateDeclined>(Assert.Single(events).Data).Reason);
        Assert.Equal(At("2026-04-02T08:00:00Z"), events[0].Time);
    }

    [Fact]
    public void What_people_wrote_and_who_they_are_goes_nowhere()
    {
        foreach (var document in All())
        {
            var json = string.Concat(Read(document).Select(e => Encoding.UTF8.GetString(MadeEvent.JsonOf(e.Data))));
            foreach (var personal in (string[])["Kim", "Berg", "Rosa", "Roth", "squeals"])
            {
                Assert.DoesNotContain(personal, json, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Every_event_is_admissible_and_its_id_stays()
    {
        foreach (var document in All())
        {
            var events = Read(document);
            Assert.Equal(events.Select(e => e.Id), Read(document.Replace("\n", " ", StringComparison.Ordinal), Written.AddDays(3)).Select(e => e.Id));
            foreach (var made in events)
            {
                using var data = JsonDocument.Parse(MadeEvent.JsonOf(made.Data));
                Assert.Null(EventCatalogue.Find(made.Type)!.Schema.Check(data.RootElement, "data"));
            }
        }
    }

    [Theory]
    [InlineData("", "unreadable", "line 1, byte 1")]
    [InlineData("{ \"repair_order_id\": \"1\",\n  /* no comments in JSON */ }", "unreadable", "line 2, byte 3")]
    [InlineData("{\"appointment_id\":\"1\",\"appointment_id\":\"2\"}", "unreadable", "is not valid JSON")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", "unreadable", "is not valid JSON")]
    [InlineData("17", "unsupported", "neither a repair order nor an appointment")]
    [InlineData("[]", "unsupported", "no elements")]
    [InlineData("{\"media_id\":\"M\"}", "unsupported", "neither a repair order nor an appointment")]
    [InlineData("{\"appointment_id\":\"1\",\"scheduled_start\":\"2026-04-10T09:00:00Z\"}", "required", "names no vehicle")]
    [InlineData("{\"repair_order_id\":\"1\",\"vehicle\":{\"vin\":\"WAUZZZ8VOKA000123\"}}", "format", "letter O")]
    [InlineData("{\"repair_order_id\":\"1\",\"vehicle\":{\"vin\":\"WAUZZZ8V5KA000123\"}}", "unsupported", "says nothing that has happened")]
    [InlineData("{\"scheduled_start\":\"2026-04-10T09:00:00Z\",\"vehicle\":{\"vin\":\"WAUZZZ8V5KA000123\"}}", "required", "no appointment number")]
    [InlineData("{\"appointment_id\":\"1\",\"scheduled_start\":\"soon\",\"vehicle\":{\"vin\":\"WAUZZZ8V5KA000123\"}}", "required", "when the vehicle is expected")]
    [InlineData("{\"appointment_id\":\"1\",\"appointment_status\":\"LOST\",\"scheduled_start\":\"2026-04-10T09:00:00Z\",\"vehicle\":{\"vin\":\"WAUZZZ8V5KA000123\"}}", "format", "no status")]
    [InlineData("{\"repair_order_references\":[],\"vehicle\":{\"vin\":\"WAUZZZ8V5KA000123\"}}", "required", "no repair order number")]
    public void What_says_nothing_is_refused_with_a_reason(string json, string code, string reason)
    {
        var item = Assert.Single(Items(json));

        Assert.Equal(code, item.Problem?.Code);
        Assert.Contains(reason, item.Problem!.Message, StringComparison.Ordinal);
        Assert.Empty(item.Events);
    }

    [Fact]
    public async Task A_folder_is_taken_in_once_and_a_page_is_read_element_by_element()
    {
        await using var scene = new DocumentScene();
        scene.Write("page.json", $"{{\"data\":[{StarDocuments.ConfirmedAppointment},{{\"appointment_id\":\"A-9\"}}],\"has_more\":false}}");
        scene.Write("orders/list.json", $"[{StarDocuments.CompletedOrder},{StarDocuments.DeclinedOrder}]");
        scene.Write("orders/broken.json", "{");
        scene.Write("orders/readme.txt", "none");

        var (exitCode, first) = await scene.Import("--format", "star", "--dealership", "D07");
        var (_, again) = await scene.Import("--format", "star", "--dealership", "D07");

        Assert.Equal(ImportExitCodes.SomeRejected, exitCode);
        Assert.Equal((5, 3, 2), (first.GetProperty("rowsRead").GetInt64(), first.GetProperty("rowsComplete").GetInt64(), first.GetProperty("rowsRejected").GetInt64()));
        Assert.Equal((6, 0), (first.GetProperty("accepted").GetInt64(), first.GetProperty("duplicates").GetInt64()));
        Assert.Equal((0, 6), (again.GetProperty("accepted").GetInt64(), again.GetProperty("duplicates").GetInt64()));
        Assert.All(scene.Taken, e => Assert.Equal("D07", e.GetProperty("dealership").GetString()));
        var lines = (await File.ReadAllTextAsync(scene.RejectedFile, TestContext.Current.CancellationToken)).Split('\n');
        Assert.StartsWith("orders/broken.json,,unreadable,,", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("page.json,data[1],required,vin,", lines[2], StringComparison.Ordinal);
    }

    private static string[] All() =>
    [
        StarDocuments.ConfirmedAppointment, StarDocuments.RescheduledAppointment, StarDocuments.PeriodAppointment, StarDocuments.CompletedOrder,
        StarDocuments.EstimatedOrder, StarDocuments.ClosedOrder, StarDocuments.DeclinedOrder,
    ];

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static DocumentItem[] Items(string json, DateTimeOffset? written = null) =>
        [.. new StarFormat(null).Read(Encoding.UTF8.GetBytes(json), written ?? Written)];

    private static MadeEvent[] Read(string json, DateTimeOffset? written = null)
    {
        var item = Assert.Single(Items(json, written));
        Assert.Null(item.Problem);
        return [.. item.Events];
    }
}
