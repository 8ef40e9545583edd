using AutoCrm.Actors.Api.Graph.Dealerships;
using AutoCrm.Actors.Api.Graph.Events;
using AutoCrm.Actors.Orders;
using GraphQL.Types;

namespace AutoCrm.Actors.Api.Graph.Orders;

internal sealed class CustomerTestDriveType : ObjectGraphType<CustomerTestDrive>
{
    public CustomerTestDriveType()
    {
        Name = "CustomerTestDrive";
        Description = "One test drive of a customer.";
        Field<NonNullGraphType<StringGraphType>>("testDriveId").ForEveryone("Its number at the dealership.").Resolve(c => c.Source.TestDriveId);
        Field<NonNullGraphType<TestDriveStateType>>("state").ForEveryone("How far it is.").Resolve(c => c.Source.State);
        Field<InstantType>("at").ForEveryone("When it begins.").Resolve(c => c.Source.Booked?.Value.At);
        Field<StringGraphType>("vin").ForEveryone("The vehicle, where it is a certain one.").Resolve(c => c.Source.Booked?.Value.Vin);
        Field<StringGraphType>("make").ForEveryone("The make.").Resolve(c => c.Source.Booked?.Value.Make);
        Field<StringGraphType>("model").ForEveryone("The model.").Resolve(c => c.Source.Booked?.Value.Model);
        Field<StringGraphType>("leadId").ForEveryone("The lead that it comes from.").Resolve(c => c.Source.Booked?.Value.LeadId);
        Field<BooleanGraphType>("licenceChecked").ForEveryone("Whether the driving licence was seen.").Resolve(c => c.Source.LicenceChecked?.Value);
        Field<DealershipType>("dealership").ForEveryone("The dealership.").ResolveAsync(async c => await DealershipType.Linked(c.Source.Dealership, c));
    }
}

internal sealed class CustomerQuoteType : ObjectGraphType<CustomerQuote>
{
    public CustomerQuoteType(TimeProvider time)
    {
        var business = Access.Business<CustomerQuote>(quote => quote.Dealership);
        Name = "CustomerQuote";
        Description = "One offer to a customer.";
        Field<NonNullGraphType<StringGraphType>>("quoteId").ForEveryone("Its number at the dealership.").Resolve(c => c.Source.QuoteId);
        Field<NonNullGraphType<QuoteStateType>>("state").ForEveryone("Whether it stands now.").Resolve(c => c.Source.StateAt(time.GetUtcNow()));
        Field<InstantType>("issuedAt").ForEveryone("When it was made.").Resolve(c => c.Source.Issued?.By.At);
        Field<InstantType>("validUntil").ForEveryone("Until when it stands.").Resolve(c => c.Source.Issued?.Value.ValidUntil);
        Field<StringGraphType>("vin").ForEveryone("The vehicle, where it is a certain one.").Resolve(c => c.Source.Vin?.Value);
        Field<StringGraphType>("make").ForEveryone("The make.").Resolve(c => c.Source.Issued?.Value.Make);
        Field<StringGraphType>("model").ForEveryone("The model.").Resolve(c => c.Source.Issued?.Value.Model);
        Field<MoneyType>("amount").For(business, "What the customer is to pay.").Resolve(c => c.Source.Issued?.Value.Amount);
        Field<StringGraphType>("orderId").ForEveryone("The order that accepts it.").Resolve(c => c.Source.Accepted?.Value);
        Field<DealershipType>("dealership").ForEveryone("The dealership.").ResolveAsync(async c => await DealershipType.Linked(c.Source.Dealership, c));
    }
}

internal sealed class CustomerAppraisalType : ObjectGraphType<CustomerAppraisal>
{
    public CustomerAppraisalType()
    {
        Name = "CustomerAppraisal";
        Description = "What somebody said that a customer's vehicle is worth in part exchange.";
        Field<NonNullGraphType<InstantType>>("at").ForEveryone("When it was said.").Resolve(c => c.Source.By.At);
        Field<StringGraphType>("vin").ForEveryone("The vehicle.").Resolve(c => c.Source.Vin);
        Field<MoneyType>("value").For(Access.Business<CustomerAppraisal>(appraisal => appraisal.Dealership), "What it is worth.").Resolve(c => c.Source.Value);
        Field<StringGraphType>("provider").ForEveryone("Who said it.").Resolve(c => c.Source.Provider);
        Field<DealershipType>("dealership").ForEveryone("The dealership.").ResolveAsync(async c => await DealershipType.Linked(c.Source.Dealership, c));
    }
}

internal sealed class CustomerTradeInType : ObjectGraphType<CustomerTradeIn>
{
    public CustomerTradeInType()
    {
        Name = "CustomerTradeIn";
        Description = "A vehicle that a customer gave back.";
        Field<NonNullGraphType<InstantType>>("at").ForEveryone("When it was given.").Resolve(c => c.Source.By.At);
        Field<StringGraphType>("vin").ForEveryone("The vehicle.").Resolve(c => c.Source.Vin);
        Field<MoneyType>("value").For(Access.Business<CustomerTradeIn>(tradeIn => tradeIn.Dealership), "What the dealership gave for it.").Resolve(c => c.Source.Value);
        Field<NonNullGraphType<ReturnKindType>>("kind").ForEveryone("How it came back.").Resolve(c => c.Source.Kind);
        Field<StringGraphType>("orderId").ForEveryone("The order of another vehicle that it helps to pay.").Resolve(c => c.Source.OrderId);
        Field<DealershipType>("dealership").ForEveryone("The dealership.").ResolveAsync(async c => await DealershipType.Linked(c.Source.Dealership, c));
    }
}

internal sealed class TestDriveStateType() : WordType<TestDriveState>("The states of a test drive.");

internal sealed class QuoteStateType() : WordType<QuoteState>("The states of an offer.");

internal sealed class ReturnKindType() : WordType<ReturnKind>("How a vehicle comes back to a dealership.");
