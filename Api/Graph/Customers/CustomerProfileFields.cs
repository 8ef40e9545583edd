using AutoCrm.Actors.Api.Graph.Events;
using AutoCrm.Actors.Customers;
using GraphQL.Types;

namespace AutoCrm.Actors.Api.Graph.Customers;

/// <summary>The fields of the party itself. What is personal needs the right to read it.</summary>
internal static class CustomerProfileFields
{
    public static void AddProfile(this CustomerType type)
    {
        type.Field<NonNullGraphType<PartyStateType>>("party").ForEveryone("What became of the party.").Resolve(c => c.Source.Party);
        type.Field<NonNullGraphType<ListGraphType<NonNullGraphType<CustomerNumberType>>>>("numbers")
            .ForEveryone("The numbers by which dealerships' events name the customer, the latest named last; for a dealership its own alone.")
            .Resolve(c => c.Source.State?.Numbers ?? []);
        type.Field<StringGraphType>("name").For(Access.Personal, "The name. Personal.").Resolve(c => c.Source.Name);
        type.Field<ListGraphType<NonNullGraphType<StringGraphType>>>("phones").For(Access.Personal, "Telephone numbers. Personal.")
            .Resolve(c => c.Source.State?.Profile.Phones?.Value ?? []);
        type.Field<ListGraphType<NonNullGraphType<StringGraphType>>>("emails").For(Access.Personal, "E-mail addresses. Personal.")
            .Resolve(c => c.Source.State?.Profile.Emails?.Value ?? []);
        type.Field<StringGraphType>("gender").For(Access.Personal, "The gender as the dealership recorded it. Personal.")
            .Resolve(c => c.Source.State?.Profile.Gender?.Value);
        type.Field<MoneyType>("income").For(Access.Personal, "The annual income as the dealership recorded it. Personal.")
            .Resolve(c => c.Source.State?.Profile.Income?.Value);
        type.Field<PostalAddressType>("address").For(Access.Personal, "The address. Personal.").Resolve(c => c.Source.State?.Profile.Address?.Value);
        type.Field<StringGraphType>("birthDate").For(Access.Personal, "The date of birth, ISO 8601. Personal.")
            .Resolve(c => c.Source.State?.Profile.BirthDate?.Value.ToString("O", System.Globalization.CultureInfo.InvariantCulture));
        type.Field<ListGraphType<NonNullGraphType<CustomerIdentifierType>>>("identifiers").For(Access.Personal, "What identifies the customer. Personal.")
            .Resolve(c => c.Source.State?.Identifiers ?? []);
        type.Field<PartyKindType>("kind").ForEveryone("Whether it is a person or a company.").Resolve(c => c.Source.State?.Profile.Kind?.Value);
        type.Field<StringGraphType>("language").ForEveryone("The language in which the customer wants to be addressed, BCP 47.")
            .Resolve(c => c.Source.State?.Profile.Language?.Value);
        type.Field<ContactChannelType>("preferredChannel").ForEveryone("The channel by which the customer wants to be addressed. It is no consent.")
            .Resolve(c => c.Source.State?.Profile.PreferredChannel?.Value);
        type.Field<StringGraphType>("preferredDealership").ForEveryone("The code of the preferred dealership, if the caller may see it.")
            .Resolve(c => c.Source.State?.Profile.PreferredDealership?.Value);
        type.Field<InstantType>("registeredAt").ForEveryone("When the customer was first registered.").Resolve(c => c.Source.State?.Registered?.By.At);
    }
}

internal sealed class CustomerNumberType : ObjectGraphType<CustomerNumber>
{
    public CustomerNumberType()
    {
        Name = "CustomerNumber";
        Description = "A number by which a dealership knows a customer.";
        Field<NonNullGraphType<StringGraphType>>("dealership").ForEveryone("The dealership's code.").Resolve(c => c.Source.Dealership);
        Field<NonNullGraphType<StringGraphType>>("number").ForEveryone("The number, as the dealership writes it.").Resolve(c => c.Source.Number);
        Field<NonNullGraphType<InstantType>>("at").ForEveryone("When an event last named the customer by it.").Resolve(c => c.Source.By.At);
    }
}

internal sealed class PostalAddressType : ObjectGraphType<PostalAddress>
{
    public PostalAddressType()
    {
        Name = "PostalAddress";
        Description = "A postal address as the sender divides it.";
        Field<StringGraphType>("street").For(Access.Personal, "Street and number.").Resolve(c => c.Source.Street);
        Field<StringGraphType>("postcode").For(Access.Personal, "The postcode.").Resolve(c => c.Source.Postcode);
        Field<StringGraphType>("city").For(Access.Personal, "The town.").Resolve(c => c.Source.City);
        Field<StringGraphType>("region").For(Access.Personal, "The state, province or county.").Resolve(c => c.Source.Region);
        Field<StringGraphType>("country").For(Access.Personal, "The country, ISO 3166-1.").Resolve(c => c.Source.Country);
    }
}

internal sealed class CustomerIdentifierType : ObjectGraphType<CustomerIdentifier>
{
    public CustomerIdentifierType()
    {
        Name = "CustomerIdentifier";
        Description = "Something that identifies a customer.";
        Field<NonNullGraphType<IdentifierKindType>>("kind").ForEveryone("What kind of identifier it is.").Resolve(c => c.Source.Kind);
        Field<StringGraphType>("value").For(Access.Personal, "The identifier as it is written. Personal.").Resolve(c => c.Source.Value);
        Field<StringGraphType>("country").ForEveryone("The country that issued it.").Resolve(c => c.Source.Country);
    }
}

internal sealed class PartyStateType() : WordType<PartyState>("What became of a party.");

internal sealed class PartyKindType() : WordType<PartyKind>("What a customer is.");

internal sealed class IdentifierKindType() : WordType<IdentifierKind>("What identifies a customer.");

internal sealed class ContactChannelType() : WordType<AutoCrm.Actors.Events.ContactChannel>("The ways in which a customer and a dealership meet.");
