using System.Text;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Leads;
using AutoCrm.Actors.Leads.Adf;
using AutoCrm.Actors.Tests.Support.Leads;
using Xunit;

namespace AutoCrm.Actors.Grains.Tests.Leads.Adf;

/// <summary>A lead that a person could read is read, whatever its sender did to the standard.</summary>
public sealed class AdfReaderTests
{
    [Fact]
    public void A_proper_lead_is_read_as_a_whole()
    {
        var lead = One(LeadSamples.Proper);

        Assert.Equal([new AdfId("CP-4711", "CarPortal"), new AdfId("H-77", "Hub")], lead.Ids);
        Assert.Equal(new DateTimeOffset(2026, 3, 2, 10, 15, 0, TimeSpan.FromHours(-5)), lead.RequestDate!.Value.At(TimeSpan.Zero));
        Assert.Equal("Rosa Kim", lead.Customer.Name);
        Assert.Equal(["+1 617 555 0111", "617-555-0112"], lead.Customer.Phones);
        Assert.Equal(["rosa.kim@example.com"], lead.Customer.Emails);
        Assert.Equal(ContactChannel.Phone, lead.Customer.PreferredChannel);
        Assert.Equal(
            ("12 Elm Street, Rear house, 3", "Boston", "MA", "02110", "US"),
            (lead.Customer.Street, lead.Customer.City, lead.Customer.Region, lead.Customer.Postcode, lead.Customer.Country));
        Assert.Equal([new AdfId("U-9", "CarPortal")], lead.CustomerIds);
        Assert.Equal("Call me after six & not on Sunday.\nIs it still there?", lead.Comments);
        Assert.Equal("Soon, 2026-03-10 to 2026-04-01", lead.TimeFrame);
        Assert.Equal(("Harbor Volvo", "CarPortal Inc"), (lead.Vendor, lead.Provider));
        Assert.Equal([new AdfId("V-3", "CarPortal")], lead.VendorIds);
        Assert.False(lead.EndsEarly || lead.IsResent);
    }

    [Fact]
    public void What_is_said_of_an_option_is_not_said_of_the_vehicle()
    {
        var vehicle = One(LeadSamples.Proper).Vehicles.Single();

        Assert.Equal(
            new AdfVehicle
            {
                Interest = LeadInterest.Buy,
                Year = 2026,
                Make = "Volvo",
                Model = "EX30",
                Trim = "Ultra",
                Vin = "YV1LFA2D2E1234567",
                Stock = "S-100",
                Color = "Moss Yellow",
                Odometer = new Distance(12, "mi"),
                PriceWish = new Money(41500.50m, "USD"),
            },
            vehicle);
    }

    [Theory]
    [InlineData(LeadSamples.MisprintedProlog, "Ugo Neri", "206-555-0140", "Lakeside Fiat", "Fiat Panda", LeadInterest.Buy)]
    [InlineData(LeadSamples.Capitals, "Ines Roth", "2065550141", "Kia of Renton", "Kia EV9", LeadInterest.Lease)]
    [InlineData(LeadSamples.Prefixed, "Bo Berg", null, null, "Mini Cooper", LeadInterest.TestDrive)]
    [InlineData(LeadSamples.Bare, "Al Ito", "2065550142", null, "Suzuki Jimny", LeadInterest.Buy)]
    [InlineData(LeadSamples.Cut, "Tom Ray", "206-555-0145", null, "Ford ", LeadInterest.Buy)]
    public void Dialects_are_read(string text, string name, string? phone, string? vendor, string vehicle, LeadInterest interest)
    {
        var lead = One(text);

        Assert.Equal((name, phone, vendor), (lead.Customer.Name, lead.Customer.Phones.FirstOrDefault(), lead.Vendor));
        Assert.Equal((vehicle, interest), ($"{lead.Vehicles[0].Make} {lead.Vehicles[0].Model}", lead.Vehicles[0].Interest));
    }

    [Fact]
    public void What_was_cut_off_and_what_was_sent_again_is_said()
    {
        Assert.True(One(LeadSamples.Cut).EndsEarly);
        Assert.True(One(LeadSamples.Prefixed).IsResent);
    }

    [Fact]
    public void The_car_to_be_given_is_not_the_car_to_be_bought()
    {
        var vehicles = One(LeadSamples.TradeInFirst).Vehicles;

        Assert.Equal([(LeadInterest.TradeIn, "Corsa"), (LeadInterest.Buy, "Mokka")], vehicles.Select(v => (v.Interest, v.Model!)));
        Assert.Equal((new Distance(184_000, "km"), new Money(2500, "EUR")), (vehicles[0].Odometer, vehicles[0].PriceWish));
        Assert.Equal((new Distance(15, "mi"), null, "M7"), (vehicles[1].Odometer, vehicles[1].PriceWish, vehicles[1].Stock));
    }

    [Fact]
    public void What_is_not_closed_ends_where_the_next_part_begins()
    {
        var lead = One(LeadSamples.Broken);

        Assert.Equal("Nora Hale", lead.Customer.Name);
        Assert.Equal(["206-555-0143", "206-555-0144"], lead.Customer.Phones);
        Assert.Empty(lead.Customer.Emails);
        Assert.Equal(("9 Oak Road", "Kent"), (lead.Customer.Street, lead.Customer.City));
        Assert.Equal("Seats < 6 & a big boot", lead.Comments);
        Assert.Equal("within 2 weeks", lead.TimeFrame);
        Assert.Equal("Kent Subaru", lead.Vendor);
        var vehicle = Assert.Single(lead.Vehicles);
        Assert.Equal((2024, "Subaru", "Outback", "Limited", new Distance(15, "mi")), (vehicle.Year, vehicle.Make, vehicle.Model, vehicle.Trim, vehicle.Odometer));
    }

    [Fact]
    public void A_customer_without_a_name_can_be_answered()
    {
        var lead = One(LeadSamples.NamelessCustomer);

        Assert.Null(lead.Customer.Name);
        Assert.Equal(["who@example.com"], lead.Customer.Emails);
        Assert.Empty(lead.Customer.Phones);
        Assert.Empty(lead.Vehicles);
    }

    [Theory]
    [InlineData(LeadSamples.NobodyToAnswer, false)]
    [InlineData(LeadSamples.CutTooEarly, true)]
    public void A_lead_that_nobody_could_answer_is_none(string text, bool isCut)
    {
        var item = Assert.Single(Read(text).Items);

        Assert.Null(item.Prospect);
        Assert.Equal(("required", "prospect[0].customer.contact"), (item.Problem!.Code, item.Problem.Path));
        Assert.Equal(isCut, item.Problem.Message.Contains("ends in the middle", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(LeadSamples.Escaped, "Jo & Co")]
    [InlineData(LeadSamples.InCharacterData, "Di Fox")]
    public void A_document_within_another_is_found(string text, string name) => Assert.Equal(name, One(text).Customer.Name);

    [Fact]
    public void Every_lead_of_a_document_stands_for_itself()
    {
        var items = Read(LeadSamples.Several).Items;

        Assert.Equal(["One", null, "Three"], items.Select(item => item.Prospect?.Customer.Name));
        Assert.Equal("prospect[1].customer.contact", items[1].Problem!.Path);
        Assert.All(items, item => Assert.Matches("(?s)^<prospect>.*</prospect>$", Encoding.UTF8.GetString(item.Raw.Span)));
    }

    [Fact]
    public void The_bytes_of_a_single_lead_are_the_documents()
    {
        var bytes = Encoding.UTF8.GetBytes(LeadSamples.Proper);

        Assert.True(Assert.Single(AdfReader.Read(bytes).Items).Raw.Span.SequenceEqual(bytes));
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("Dear Sir, please call me.")]
    [InlineData("{\"lead\":1}")]
    [InlineData("<inventory><item><make>Kia</make></item></inventory>")]
    [InlineData("<vehicles><vehicle><make>Kia</make></vehicle></vehicles>")]
    [InlineData("<adf></adf>")]
    [InlineData("<")]
    [InlineData("<<<<>>>></")]
    public void What_has_no_lead_in_it_is_refused_with_a_reason(string text)
    {
        var document = Read(text);

        Assert.Empty(document.Items);
        Assert.Equal("unreadable", document.Problem!.Code);
        Assert.Contains("prospect", document.Problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1GNCS13W0Y2123456", "1GNCS13W0Y2123456")]
    [InlineData(" 1gncs13w0y2-123456 ", "1GNCS13W0Y2123456")]
    [InlineData("1GNCS13WOY2123456", null)]
    [InlineData("12345", null)]
    [InlineData("N/A", null)]
    public void Only_a_whole_vin_names_a_vehicle(string vin, string? expected) => Assert.Equal(
        expected,
        One($"<prospect><customer><phone>2065550150</phone></customer><vehicle><vin>{vin}</vin></vehicle></prospect>").Vehicles[0].Vin);

    [Fact]
    public void Texts_are_bounded_and_have_no_control_characters()
    {
        var lead = One($"<prospect><customer><contact><name>A{new string('x', 5000)}</name><phone>206&#7;555 \n 0150</phone></contact>"
            + $"<comments>a&#0;b&#8;c {new string('y', 9000)}</comments></customer></prospect>");

        Assert.Equal((AdfValues.MaxLine, AdfValues.MaxProse), (lead.Customer.Name!.Length, lead.Comments!.Length));
        Assert.Equal("206 555 0150", lead.Customer.Phones.Single());
        Assert.DoesNotContain(lead.Comments, char.IsControl);
    }

    private static AdfDocument Read(string text) => AdfReader.Read(Encoding.UTF8.GetBytes(text));

    private static AdfProspect One(string text)
    {
        var document = Read(text);
        Assert.Null(document.Problem);
        var item = Assert.Single(document.Items);
        Assert.Null(item.Problem);
        return item.Prospect!;
    }
}
