using AutoCrm.Actors.Cases;
using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Leads;
using AutoCrm.Actors.Orders;
using AutoCrm.Actors.Service;
using Xunit;
using static AutoCrm.Actors.Grains.Tests.Customers.CustomerLife;

namespace AutoCrm.Actors.Grains.Tests.Customers;

public sealed class PartyTests
{
    private static readonly LoggedEvent Registered = On(0, new CustomerRegistered { Name = "Ann", Phones = ["1"], Gender = "f" });

    public static TheoryData<PartyState, LoggedEvent[]> States => new()
    {
        { PartyState.Active, [Registered] },
        { PartyState.Inactive, [Registered, On(1, new CustomerProfileChanged { Active = false })] },
        { PartyState.Active, [Registered, On(1, new CustomerProfileChanged { Active = false }), On(2, new CustomerProfileChanged { Active = true })] },
        { PartyState.Deceased, [Registered, On(1, new CustomerDeceased()), On(2, new CustomerProfileChanged { Active = true })] },
        { PartyState.Merged, [Registered, On(1, new CustomerMerged { Into = "C2" })] },
        { PartyState.Active, [Registered, On(1, new CustomerMerged { Into = "C2" }), On(2, new CustomerUnmerged { From = "C2" })] },
        { PartyState.Active, [Registered, On(1, new CustomerMerged { Into = "C1" }, customer: "C0")] },
        { PartyState.Erased, [Registered, On(1, new CustomerMerged { Into = "C2" }), On(2, new CustomerErased())] },
    };

    [Theory]
    [MemberData(nameof(States))]
    public void The_party_is_what_its_milestones_say_whatever_came_first(PartyState state, LoggedEvent[] given)
    {
        Assert.Equal(state, Of(given).Party.State);
        Assert.Equal(state, Of(given.Reverse()).Party.State);
    }

    [Fact]
    public void Each_member_of_the_profile_is_by_the_latest_event_that_names_it()
    {
        var profile = Of(
            On(3, new CustomerProfileChanged { Emails = [] }),
            On(2, new CustomerRegistered { Name = "Anne", Emails = ["a@b.c"] }),
            On(1, new CustomerProfileChanged { Gender = "x", Language = "de" }),
            Registered).Profile;

        Assert.Equal(("Anne", "x", "de"), (profile.Name!.Value, profile.Gender!.Value, profile.Language!.Value));
        Assert.Equal(["1"], profile.Phones!.Value);
        Assert.Empty(profile.Emails!.Value);
    }

    [Fact]
    public void What_was_said_before_or_after_an_erasure_is_gone_whatever_came_first()
    {
        LoggedEvent[] given = [Registered, On(0.5, new CustomerIdentified { Kind = IdentifierKind.Passport, Value = "P1" }), On(1, new CustomerErased())];
        foreach (var customer in new[] { Of(given), Of(given.Reverse()) })
        {
            Assert.Equal(CustomerProfile.Empty, customer.Profile);
            Assert.Empty(customer.Identifiers);
        }

        LoggedEvent[] later = [.. given, On(2, new CustomerRegistered { Name = "New" }), On(3, new CustomerIdentified { Kind = IdentifierKind.Phone, Value = "1" })];
        Assert.Equal((CustomerProfile.Empty, 0), (Of(later).Profile, Of(later).Identifiers.Length));
    }

    [Fact]
    public void An_identifier_stands_once_with_the_latest_time_that_it_was_shown()
    {
        var identifiers = Of(
            On(2, new CustomerIdentified { Kind = IdentifierKind.Phone, Value = "1" }),
            On(3, new CustomerIdentified { Kind = IdentifierKind.Phone, Value = "2" }),
            On(4, new CustomerIdentified { Kind = IdentifierKind.Phone, Value = "1", Country = "DE" })).Identifiers;

        Assert.Equal([("2", Day(3)), ("1", Day(4))], identifiers.Select(identifier => (identifier.Value, identifier.By.At)));
    }

    [Fact]
    public void A_consent_is_the_latest_of_what_was_said_of_the_channel_and_of_every_channel()
    {
        var consents = Of(
            On(3, new ConsentWithdrawn { Purpose = ConsentPurpose.Marketing, Channel = ContactChannel.Email }),
            On(1, new ConsentGiven { Purpose = ConsentPurpose.Marketing, Channel = ContactChannel.Email }),
            On(2, new ConsentGiven { Purpose = ConsentPurpose.Marketing })).Consents;

        Assert.False(consents.Allow(ConsentPurpose.Marketing, ContactChannel.Email));
        Assert.True(consents.Allow(ConsentPurpose.Marketing, ContactChannel.Phone));
        Assert.False(consents.Allow(ConsentPurpose.Survey, ContactChannel.Phone));
    }

    [Fact]
    public void Interactions_of_every_channel_are_in_order_of_occurrence()
    {
        var channels = Enum.GetValues<ContactChannel>();
        var met = channels.Select((channel, n) => On(n, new InteractionLogged { Channel = channel, Direction = InteractionDirection.Inbound })).Reverse();
        Assert.Equal(channels, Of(met).Interactions.Select(interaction => interaction.Channel));
    }

    public static TheoryData<NextBestActionKind?, double, LoggedEvent[]> Actions
    {
        get
        {
            var consent = On(0.1, new ConsentGiven { Purpose = ConsentPurpose.Marketing, Channel = ContactChannel.Email });
            var survey = On(0.1, new ConsentGiven { Purpose = ConsentPurpose.Survey, Channel = ContactChannel.Sms });
            var asked = On(1, new LeadReceived { LeadId = "L", Channel = ContactChannel.Web, Interest = LeadInterest.Buy });
            var tried = On(2, new LeadContacted { LeadId = "L", Channel = ContactChannel.Phone });
            var judged = On(3, new LeadQualified { LeadId = "L", Level = LeadLevel.H });
            var quoted = On(4, new QuoteIssued { QuoteId = "Q", Amount = new Money(1, "EUR"), ValidUntil = Day(30) });
            var placed = On(5, new OrderPlaced { OrderId = "O", LeadId = "L", ExpectedDelivery = Day(20) });
            var signed = On(5.5, new ContractSigned { OrderId = "O", Until = Day(900) });
            var delivered = On(21, new VehicleDelivered { OrderId = "O" }, FirstCar);
            var opened = On(2, new CaseOpened { CaseId = "K", Kind = CaseKind.Question, Severity = CaseSeverity.Low, Channel = ContactChannel.Web });
            var answered = On(3, new CaseResponded { CaseId = "K" });
            var given = On(4, new EstimateGiven { RepairOrder = "R", Amount = new Money(1, "EUR") }, FirstCar);
            var booked = On(4, new ServiceBooked { AppointmentId = "A", At = Day(10) }, FirstCar);
            var missed = On(11, new ServiceNoShow { AppointmentId = "A" }, FirstCar);
            var bad = On(10, new SurveyAnswered { Kind = SurveyKind.Nps, Score = 3 });
            return new()
            {
                { null, 1, [Registered] },
                { NextBestActionKind.ContactLead, 1.1, [Registered, asked] },
                { NextBestActionKind.AnswerCase, 3, [asked, opened] },
                { NextBestActionKind.ContactLead, 3.5, [asked, opened, answered] },
                { NextBestActionKind.ResolveCase, 3.5, [opened, answered] },
                { NextBestActionKind.QualifyLead, 2.5, [asked, tried] },
                { NextBestActionKind.MakeOffer, 3.5, [asked, tried, judged] },
                { null, 5, [asked, tried, judged, quoted] },
                { NextBestActionKind.FollowUpOffer, 25, [asked, tried, judged, quoted] },
                { null, 31, [asked, tried, judged, quoted] },
                { NextBestActionKind.ExplainDelay, 20.5, [asked, tried, placed] },
                { null, 22, [placed, delivered] },
                { NextBestActionKind.AskSatisfaction, 30, [placed, delivered, survey] },
                { null, 30, [placed, delivered] },
                { NextBestActionKind.OfferReplacement, 800, [placed, signed, delivered, consent, On(700, new VehicleCheckedIn { RepairOrder = "R2" }, FirstCar)] },
                { null, 800, [placed, signed, delivered, On(700, new VehicleCheckedIn { RepairOrder = "R2" }, FirstCar)] },
                { NextBestActionKind.WinBack, 700, [placed, delivered, consent] },
                { NextBestActionKind.AskForApproval, 5, [given] },
                { null, 5, [given, On(4.5, new EstimateApproved { RepairOrder = "R" }, FirstCar)] },
                { NextBestActionKind.HandOutVehicle, 6, [given, On(5.5, new ReadyForPickup { RepairOrder = "R" }, FirstCar)] },
                { NextBestActionKind.RebookService, 12, [booked, missed] },
                { null, 12, [booked, missed, On(11.5, new ServiceBooked { AppointmentId = "A2", At = Day(20) }, FirstCar)] },
                { NextBestActionKind.CallDetractor, 12, [Registered, bad] },
                { null, 12, [Registered, bad, On(11, new InteractionLogged { Channel = ContactChannel.Phone, Direction = InteractionDirection.Outbound })] },
                { null, 12, [asked, bad, On(11, new CustomerDeceased())] },
            };
        }
    }

    [Theory]
    [MemberData(nameof(Actions))]
    public void The_next_best_action_is_the_most_urgent_one(NextBestActionKind? kind, double day, LoggedEvent[] given) =>
        Assert.Equal(kind, NextBestActions.At(Of(given.Reverse()), Day(day))?.Kind);

    [Fact]
    public void What_needs_a_consent_names_the_channel_that_is_allowed()
    {
        var action = NextBestActions.At(
            Of(
                On(0.1, new ConsentGiven { Purpose = ConsentPurpose.Survey }),
                On(0.2, new CustomerProfileChanged { PreferredChannel = ContactChannel.WeChat }),
                On(5, new OrderPlaced { OrderId = "O" }),
                On(21, new VehicleDelivered { OrderId = "O" }, FirstCar)),
            Day(30));
        Assert.Equal((NextBestActionKind.AskSatisfaction, ContactChannel.WeChat), (action!.Kind, action.Channel));
    }
}
