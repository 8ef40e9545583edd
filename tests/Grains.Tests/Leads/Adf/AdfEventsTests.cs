using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Leads;
using AutoCrm.Actors.Leads.Adf;
using AutoCrm.Actors.Tests.Support.Leads;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace AutoCrm.Actors.Grains.Tests.Leads.Adf;

/// <summary>What a lead becomes, and that the same lead always becomes the same.</summary>
public sealed class AdfEventsTests
{
    private const int MaxDataBytes = 64 * 1024;
    private static readonly DateTimeOffset Received = new(2026, 3, 3, 12, 0, 0, TimeSpan.Zero);

    private static readonly string[] Samples =
    [
        LeadSamples.Proper, LeadSamples.MisprintedProlog, LeadSamples.Capitals, LeadSamples.Prefixed, LeadSamples.Bare, LeadSamples.TradeInFirst,
        LeadSamples.Broken, LeadSamples.Cut, LeadSamples.NamelessCustomer, LeadSamples.Escaped, LeadSamples.InCharacterData, LeadSamples.Several,
    ];

    [Fact]
    public void The_id_depends_on_what_is_said_and_not_on_how()
    {
        var proper = Made(LeadSamples.Proper);

        Assert.Equal(proper.Select(e => e.Id), Made(LeadSamples.Proper.Replace("\n", "\r\n  ", StringComparison.Ordinal)).Select(e => e.Id));
        Assert.Equal(proper.Select(e => e.Id), Made(LeadSamples.Proper.Replace("\"new\">", "\"resend\">", StringComparison.Ordinal)).Select(e => e.Id));
        Assert.Equal(proper.Select(e => e.Id), Made(LeadSamples.Proper, Received.AddDays(40)).Select(e => e.Id));
        Assert.NotEqual(proper[1].Id, Made(LeadSamples.Proper.Replace("41500.50", "41500.51", StringComparison.Ordinal))[1].Id);
        Assert.NotEqual(proper[0].Id, Made(LeadSamples.Proper, dealership: "D07")[0].Id);
        Assert.Equal(4, proper.Concat(Made(LeadSamples.Capitals)).Select(e => e.Id).Distinct().Count());
        Assert.All(proper, e => Assert.Matches("^[0-9a-f]{32}$", e.Id));
    }

    [Fact]
    public void A_lead_without_a_date_has_the_same_id_whenever_it_comes()
    {
        var (first, later) = (Made(LeadSamples.Bare), Made(LeadSamples.Bare, Received.AddDays(9)));

        Assert.Equal(first.Select(e => e.Id), later.Select(e => e.Id));
        Assert.Equal((Received, Received.AddDays(9)), (first[1].Time, later[1].Time));
        Assert.All(first, e => Assert.True(e.IsTimeAssumed));
    }

    [Fact]
    public void A_lead_without_a_number_gets_one_from_what_it_says()
    {
        var number = Lead(LeadSamples.Bare).LeadId;

        Assert.Matches("^adf-[0-9a-f]{24}$", number);
        Assert.Equal(number, Lead(LeadSamples.Bare.Replace("><", ">\n<", StringComparison.Ordinal)).LeadId);
        Assert.NotEqual(number, Lead(LeadSamples.Bare.Replace("Jimny", "Swift", StringComparison.Ordinal)).LeadId);
    }

    [Theory]
    [InlineData("<id source='p'>7</id>", "p:7")]
    [InlineData("<id>7</id>", "7")]
    [InlineData("<id source='p'>jo@example.com</id>", "^adf-")]
    [InlineData("<id source='p' sequence='2'>7</id><id source='q' sequence='1'>8</id>", "q:8")]
    public void The_number_of_a_lead_is_its_first_senders(string ids, string expected)
    {
        var number = Lead($"<prospect>{ids}<customer><phone>2065550150</phone></customer></prospect>").LeadId;

        Assert.True(expected[0] == '^' ? number.StartsWith(expected[1..], StringComparison.Ordinal) : number == expected, number);
    }

    [Fact]
    public void The_customer_is_the_dealerships_by_the_senders_number_or_else_the_leads()
    {
        Assert.Equal("adf:CarPortal:U-9", Made(LeadSamples.Proper)[1].Customer);
        Assert.Equal("adf:CarPortal:U-9", Made(LeadSamples.Proper, dealership: "D07")[1].Customer);
        Assert.Equal(CustomerIds.Of("kent-subaru", "lead:LEAD-1"), Made(LeadSamples.Broken)[1].Customer);
        Assert.Equal("lead:site:C-1", Made(LeadSamples.Cut)[1].Customer);
    }

    [Theory]
    [InlineData("<vendor><id source='autocrm'>D07</id><vendorname>X</vendorname></vendor>", "D07")]
    [InlineData("<vendor><id source='portal'>D07</id><vendorname>Kia  of Renton</vendorname></vendor>", "kia-of-renton")]
    [InlineData("<vendor><contact><name>Kia of Renton</name></contact></vendor>", "kia-of-renton")]
    [InlineData("", null)]
    public void The_dealership_is_the_vendors_code_or_name(string vendor, string? expected) => Assert.Equal(
        expected,
        Made($"<prospect><customer><phone>2065550150</phone></customer>{vendor}</prospect>")[1].Dealership);

    [Theory]
    [InlineData("2026-03-02T10:00:00-05:00", "2026-03-02T15:00:00Z")]
    [InlineData("2026-03-02T10:00:00", "2026-03-02T02:00:00Z")]
    [InlineData("2026-03-04T10:00:00Z", "2026-03-04T10:00:00Z")]
    [InlineData("2026-03-03T23:00:00", null)]
    [InlineData("2026-03-05T10:00:00Z", null)]
    [InlineData("9998-12-31T23:00:00-10:00", null)]
    [InlineData("yesterday", null)]
    [InlineData("", null)]
    public void The_time_is_the_requests_unless_it_cannot_be(string date, string? expected)
    {
        var made = Made($"<prospect><requestdate>{date}</requestdate><customer><phone>2065550150</phone></customer></prospect>", offset: TimeSpan.FromHours(8))[1];

        Assert.Equal(expected is null, made.IsTimeAssumed);
        Assert.Equal(expected is null ? Received : DateTimeOffset.Parse(expected, null), made.Time);
    }

    [Fact]
    public void The_car_to_be_given_goes_with_the_lead_of_the_car_to_be_bought()
    {
        var lead = Lead(LeadSamples.TradeInFirst);

        Assert.Equal((LeadInterest.Buy, "Mokka", "M7", null), (lead.Interest, lead.Model, lead.Stock, lead.PriceWish));
        var given = Assert.Single(lead.OtherVehicles!.Value);
        Assert.Equal((LeadInterest.TradeIn, "Corsa", 2015, new Distance(184_000, "km"), new Money(2500, "EUR")), (given.Interest, given.Model, given.ModelYear, given.Odometer, given.PriceWish));
    }

    [Fact]
    public void A_lead_about_nothing_but_the_old_car_is_about_it()
    {
        var lead = Lead("<prospect><customer><phone>2065550150</phone></customer><vehicle interest='sell'><make>Kia</make></vehicle></prospect>");

        Assert.Equal((LeadInterest.Sell, "Kia", null), (lead.Interest, lead.Make, lead.OtherVehicles));
    }

    [Fact]
    public void Who_has_no_name_is_called_by_the_address() =>
        Assert.Equal("who@example.com", Assert.IsType<CustomerRegistered>(Made(LeadSamples.NamelessCustomer)[0].Data).Name);

    [Fact]
    public void The_bytes_are_kept_up_to_a_bound()
    {
        var text = LeadSamples.Bare.Replace("</prospect>", $"<comments>{new string('x', 100_000)}</comments></prospect>", StringComparison.Ordinal);
        var original = Convert.FromBase64String(Lead(text).Original!);

        Assert.Equal(AdfEvents.MaxOriginalBytes, original.Length);
        Assert.StartsWith(Encoding.UTF8.GetString(original), text, StringComparison.Ordinal);
        Assert.Equal(LeadSamples.Bare, Encoding.UTF8.GetString(Convert.FromBase64String(Lead(LeadSamples.Bare).Original!)));
    }

    [Fact]
    public void Every_event_of_every_lead_is_admissible() =>
        Assert.All(Samples.SelectMany(text => Made(text)), CheckAdmissible);

    [Fact]
    public void So_is_every_event_of_a_lead_that_was_damaged_on_its_way() =>
        Prop.ForAll(Damaged().ToArbitrary(), text =>
        {
            foreach (var made in Made(text))
            {
                CheckAdmissible(made);
            }
        }).QuickCheckThrowOnFailure();

    private static Gen<string> Damaged() =>
        from text in Gen.Elements(Samples)
        from cuts in Gen.Choose(0, 10_000).SelectMany(at => Gen.Choose(0, 30), (at, length) => (at, length)).ListOf(4)
        from piece in Gen.Elements("<", ">", "\"", "&#0;", "</contact>", "<vehicle>", "\u0001", "😀", new string('x', 5000), "<id source='a'>b</id>", "<year>99999999999</year>", "<price type='offer'>1e99</price>")
        select cuts.Aggregate(text, (damaged, cut) =>
        {
            var at = cut.at % damaged.Length;
            return damaged.Remove(at, Math.Min(cut.length, damaged.Length - at - 1)).Insert(at, piece);
        });

    private static void CheckAdmissible(MadeEvent made)
    {
        var output = new ArrayBufferWriter<byte>();
        made.WriteTo(output);
        using var json = JsonDocument.Parse(output.WrittenMemory);
        var data = json.RootElement.GetProperty("data");
        Assert.Null(EventCatalogue.Find(made.Type)!.Schema.Check(data, "data"));
        Assert.Equal(made.Data.GetType(), EventCatalogue.Read(made.Type, MadeEvent.JsonOf(made.Data)).GetType());
        Assert.InRange(MadeEvent.JsonOf(made.Data).Length, 1, MaxDataBytes);
        Assert.Equal(made.Id, json.RootElement.GetProperty("id").GetString());
        Assert.True(EventTime.TryParse(json.RootElement.GetProperty("time").GetString()!, out _));
    }

    private static ImmutableArray<MadeEvent> Made(string text, DateTimeOffset? received = null, string? dealership = null, TimeSpan offset = default)
    {
        var reception = new AdfReception(dealership, received ?? Received, offset);
        return
        [
            .. AdfReader.Read(Encoding.UTF8.GetBytes(text)).Items.Where(item => item.Prospect is not null)
                .SelectMany(item => AdfEvents.Of(item.Prospect!, item.Raw, reception)),
        ];
    }

    private static LeadReceived Lead(string text) => Assert.IsType<LeadReceived>(Made(text)[1].Data);
}
