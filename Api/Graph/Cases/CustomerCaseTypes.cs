using AutoCrm.Actors.Api.Graph.Customers;
using AutoCrm.Actors.Api.Graph.Dealerships;
using AutoCrm.Actors.Cases;
using AutoCrm.Actors.Customers;
using GraphQL.Types;

namespace AutoCrm.Actors.Api.Graph.Cases;

internal sealed class CustomerCaseType : ObjectGraphType<CustomerCase>
{
    public CustomerCaseType()
    {
        Name = "CustomerCase";
        Description = "One case of a customer. What was said stands in the timeline.";
        Field<NonNullGraphType<StringGraphType>>("caseId").ForEveryone("Its number at the dealership, or at headquarters.").Resolve(c => c.Source.CaseId);
        Field<NonNullGraphType<CaseStateType>>("state").ForEveryone("How far it is.").Resolve(c => c.Source.State);
        Field<NonNullGraphType<CaseSeverityType>>("severity").ForEveryone("How urgent it is.").Resolve(c => c.Source.Severity);
        Field<CaseKindType>("kind").ForEveryone("What it is.").Resolve(c => c.Source.Opened?.Value.Kind);
        Field<ContactChannelType>("channel").ForEveryone("How it came.").Resolve(c => c.Source.Opened?.Value.Channel);
        Field<StringGraphType>("subject").ForEveryone("What it is about.").Resolve(c => c.Source.Opened?.Value.Subject);
        Field<StringGraphType>("vin").ForEveryone("The vehicle that it is about.").Resolve(c => c.Source.Opened?.Value.Vin);
        Field<StringGraphType>("advisor").ForEveryone("Who looks after it.").Resolve(c => c.Source.Advisor?.Value);
        Field<StringGraphType>("escalatedTo").ForEveryone("To whom it was given.").Resolve(c => c.Source.Escalated?.Value);
        AddClock();
        Field<StringGraphType>("resolution").ForEveryone("How it was resolved.").Resolve(c => c.Source.Resolved?.Value);
        Field<DealershipType>("dealership").ForEveryone("The dealership; null for headquarters.")
            .ResolveAsync(async c => await DealershipType.Linked(c.Source.Dealership, c));
    }

    private void AddClock()
    {
        Field<InstantType>("openedAt").ForEveryone("When it was opened first; null while only later steps are reported.").Resolve(c => c.Source.FirstOpened?.At);
        Field<InstantType>("firstResponseAt").ForEveryone("When the customer first got an answer.").Resolve(c => c.Source.FirstResponse?.At);
        Field<InstantType>("resolvedAt").ForEveryone("When it was resolved.").Resolve(c => c.Source.Resolved?.By.At);
        Field<InstantType>("reopenedAt").ForEveryone("When it was last opened again.").Resolve(c => c.Source.Reopened?.At);
        Field<InstantType>("closedAt").ForEveryone("When it was closed.").Resolve(c => c.Source.Closed?.At);
        Field<InstantType>("responseOverdueSince").ForEveryone("By when it should have been answered, where it was not.").Resolve(c => c.Source.ResponseOverdue?.Value);
        Field<InstantType>("resolutionOverdueSince").ForEveryone("By when it should have been resolved, where it was not.")
            .Resolve(c => c.Source.ResolutionOverdue?.Value);
    }
}

internal sealed class CustomerSurveyAnswerType : ObjectGraphType<CustomerSurveyAnswer>
{
    public CustomerSurveyAnswerType()
    {
        Name = "CustomerSurveyAnswer";
        Description = "One answer of a customer to a survey.";
        Field<NonNullGraphType<InstantType>>("at").ForEveryone("When it was given.").Resolve(c => c.Source.By.At);
        Field<NonNullGraphType<SurveyKindType>>("kind").ForEveryone("What was asked.").Resolve(c => c.Source.Kind);
        Field<NonNullGraphType<IntGraphType>>("score").ForEveryone("The answer, 0 to 10; 10 is best.").Resolve(c => c.Source.Score);
        Field<StringGraphType>("survey").ForEveryone("The survey's name or number.").Resolve(c => c.Source.Survey);
        Field<DealershipType>("dealership").ForEveryone("The dealership that it is about.")
            .ResolveAsync(async c => await DealershipType.Linked(c.Source.Dealership, c));
    }
}

internal sealed class SatisfactionType : ObjectGraphType<Satisfaction>
{
    public SatisfactionType()
    {
        Name = "Satisfaction";
        Description = "How satisfied a customer is, by the latest answers to one kind of survey.";
        Field<NonNullGraphType<DecimalGraphType>>("score").ForEveryone("The mean of the latest answers, at most five; 0 to 10.").Resolve(c => c.Source.Score);
        Field<NonNullGraphType<AttitudeType>>("attitude").ForEveryone("What the latest answer stands for.").Resolve(c => c.Source.Attitude);
        Field<NonNullGraphType<CustomerSurveyAnswerType>>("latest").ForEveryone("The latest answer.").Resolve(c => c.Source.Latest);
    }
}

internal sealed class CaseStateType() : WordType<CaseState>("The states of a case.");

internal sealed class CaseSeverityType() : WordType<CaseSeverity>("How urgent a case is.");

internal sealed class CaseKindType() : WordType<CaseKind>("What a case is.");

internal sealed class SurveyKindType() : WordType<SurveyKind>("What a survey asks for.");

internal sealed class AttitudeType() : WordType<Attitude>("What a survey answer stands for, as the net promoter score has it.");
