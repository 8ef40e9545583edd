using AutoCrm.Actors.Api.Graph.Dealerships;
using AutoCrm.Actors.Api.Graph.Events;
using AutoCrm.Actors.Api.Graph.Orders;
using AutoCrm.Actors.Api.Graph.Vehicles;
using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Vehicles;
using GraphQL.Types;

namespace AutoCrm.Actors.Api.Graph.Customers;

internal sealed class DecidingEventType : ObjectGraphType<EventReference>
{
    public DecidingEventType()
    {
        Name = "DecidingEvent";
        Description = "One event that decided a stage.";
        Field<NonNullGraphType<StringGraphType>>("type").ForEveryone("Its type.").Resolve(c => c.Source.Type);
        Field<NonNullGraphType<EventStampType>>("event").ForEveryone("Which it is.").Resolve(c => c.Source.By);
        Field<DealershipType>("dealership").ForEveryone("Who reported it.").ResolveAsync(async c => await DealershipType.Linked(c.Source.Dealership, c));
    }
}

internal sealed class NextBestActionType : ObjectGraphType<NextBestAction>
{
    public NextBestActionType()
    {
        Name = "NextBestAction";
        Description = "What would do most for a customer now.";
        Field<NonNullGraphType<NextBestActionKindType>>("kind").ForEveryone("What to do.").Resolve(c => c.Source.Kind);
        Field<StringGraphType>("about").ForEveryone("The number of the case, lead, order or visit that it is about.").Resolve(c => c.Source.About);
        Field<NonNullGraphType<InstantType>>("since").ForEveryone("Since when it is to be done.").Resolve(c => c.Source.Since);
        Field<ContactChannelType>("channel").ForEveryone("By which channel the customer may be addressed, where that needs a consent.").Resolve(c => c.Source.Channel);
        Field<DealershipType>("dealership").ForEveryone("Whose it is to do.").ResolveAsync(async c => await DealershipType.Linked(c.Source.Dealership, c));
    }
}

internal sealed class CustomerValueType : ObjectGraphType<CustomerValue>
{
    public CustomerValueType()
    {
        Name = "CustomerValue";
        Description = "What a customer has brought so far, one amount per currency.";
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<MoneyType>>>>("sales").ForEveryone("What was paid for vehicles.").Resolve(c => c.Source.Sales);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<MoneyType>>>>("service").ForEveryone("What was paid to workshops.").Resolve(c => c.Source.Service);
    }
}

internal sealed class VehiclePeriodType : ObjectGraphType<VehiclePeriod>
{
    public VehiclePeriodType()
    {
        Name = "VehiclePeriod";
        Description = "One time during which a customer has or had a vehicle in a role.";
        Field<NonNullGraphType<IdGraphType>>("vin").ForEveryone("The VIN.").Resolve(c => c.Source.Vin);
        Field<NonNullGraphType<OwnershipRoleType>>("role").ForEveryone("The role.").Resolve(c => c.Source.Role);
        Field<NonNullGraphType<InstantType>>("from").ForEveryone("Since when.").Resolve(c => c.Source.From);
        Field<InstantType>("until").ForEveryone("Until when; null while it lasts.").Resolve(c => c.Source.Until);
        Field<VehicleType>("vehicle").ForEveryone("The vehicle, live.").ResolveAsync(async c => await VehicleLink.Of(c.Source.Vin, c));
    }
}

internal sealed class CustomerInteractionType : ObjectGraphType<CustomerInteraction>
{
    public CustomerInteractionType()
    {
        Name = "CustomerInteraction";
        Description = "One interaction with a customer. What was said stands in the timeline.";
        Field<NonNullGraphType<InstantType>>("at").ForEveryone("When it was.").Resolve(c => c.Source.By.At);
        Field<NonNullGraphType<ContactChannelType>>("channel").ForEveryone("The channel.").Resolve(c => c.Source.Channel);
        Field<NonNullGraphType<InteractionDirectionType>>("direction").ForEveryone("Who began it.").Resolve(c => c.Source.Direction);
        Field<StringGraphType>("subject").ForEveryone("What it was about.").Resolve(c => c.Source.Subject);
        Field<StringGraphType>("outcome").ForEveryone("What came of it.").Resolve(c => c.Source.Outcome);
        Field<StringGraphType>("advisor").ForEveryone("Who of the dealership took part.").Resolve(c => c.Source.Advisor);
        Field<DealershipType>("dealership").ForEveryone("The dealership.").ResolveAsync(async c => await DealershipType.Linked(c.Source.Dealership, c));
    }
}

internal sealed class CustomerConsentType : ObjectGraphType<CustomerConsent>
{
    public CustomerConsentType()
    {
        Name = "CustomerConsent";
        Description = "What a customer last said about one purpose and one channel.";
        Field<NonNullGraphType<ConsentPurposeType>>("purpose").ForEveryone("What it is for.").Resolve(c => c.Source.Purpose);
        Field<ContactChannelType>("channel").ForEveryone("The channel; null for every channel.").Resolve(c => c.Source.Channel);
        Field<NonNullGraphType<BooleanGraphType>>("given").ForEveryone("Whether the customer agreed.").Resolve(c => c.Source.Given);
        Field<NonNullGraphType<InstantType>>("at").ForEveryone("When the customer said it.").Resolve(c => c.Source.By.At);
        Field<StringGraphType>("source").ForEveryone("Where it was obtained or taken back; for headquarters.").Resolve(c => c.Source.Source);
        Field<StringGraphType>("textVersion").ForEveryone("The version of the text.").Resolve(c => c.Source.TextVersion);
    }
}

internal sealed class NextBestActionKindType() : WordType<NextBestActionKind>("What can be the best to do next, the most urgent first.");

internal sealed class OwnershipRoleType() : WordType<OwnershipRole>("What a customer is to a vehicle.");

internal sealed class InteractionDirectionType() : WordType<InteractionDirection>("Who began an interaction.");

internal sealed class ConsentPurposeType() : WordType<ConsentPurpose>("What a consent is for.");
