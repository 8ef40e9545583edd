using GraphQL;
using GraphQL.Types;

namespace AutoCrm.Actors.Api.Graph;

/// <summary>What every command has in common.</summary>
internal static class Decisions
{
    /// <summary>What a <c>clientMutationId</c> is.</summary>
    public const string MutationIdMeaning = "Your own name for this command: repeated under the same name it has one effect and the same answer.";

    public static void AddMutationId<T>(this InputObjectGraphType<T> input) =>
        input.Field<NonNullGraphType<StringGraphType>>("clientMutationId").Description(MutationIdMeaning);

    public static void AddCommandFields<T>(this InputObjectGraphType<T> input)
    {
        input.AddMutationId();
        input.Field<StringGraphType>("dealership")
            .Description("Who acts: for headquarters required, for a dealership its own code or nothing.");
    }

    /// <summary>Who acts: a dealership for itself alone.</summary>
    public static string Dealership(string? asked, IResolveFieldContext context)
    {
        var caller = context.Caller();
        if (!caller.CanWriteEvents)
        {
            throw new GraphRefusal(GraphCodes.Forbidden, "The token lacks the scope events:write.");
        }

        var acting = Arguments.Text(asked, "input.dealership") ?? caller.Dealership;
        if (string.IsNullOrEmpty(acting))
        {
            throw Arguments.Bad("input.dealership", "is required: whose decision is it?");
        }

        return caller.MayActFor(acting)
            ? acting
            : throw new GraphRefusal(GraphCodes.Forbidden, "The token's role may not act for this dealership.");
    }

    public static string MutationId(string text) =>
        Arguments.Text(Required(text, "input.clientMutationId"), "input.clientMutationId", ActorCommand.MaxMutationIdLength)!;

    public static string Required(string? text, string name) =>
        Arguments.Text(text, name) is { Length: > 0 } given ? given : throw Arguments.Bad(name, "must not be empty");

    /// <summary>Demands that the outcome is known.</summary>
    public static Outcome<T> Known<T>(Outcome<T> outcome) => outcome.Unavailable is null
        ? outcome
        : throw new GraphRefusal(GraphCodes.Unavailable, "Nothing is acknowledged; repeat the command with the same mutation id.");
}

internal sealed class RejectionType : ObjectGraphType<Rejection>
{
    public RejectionType()
    {
        Name = "Rejection";
        Description = "Why a command was refused.";
        Field<NonNullGraphType<StringGraphType>>("code").ForEveryone("A stable code.").Resolve(c => c.Source.Code);
        Field<NonNullGraphType<StringGraphType>>("message").ForEveryone("The reason.").Resolve(c => c.Source.Message);
        Field<NonNullGraphType<StringGraphType>>("path").ForEveryone("The member of the input that it is about, or empty.").Resolve(c => c.Source.Path);
    }
}
