using AutoCrm.Actors.Api.Auth;
using AutoCrm.Actors.Api.Live;
using AutoCrm.Actors.Api.ReadModels;
using GraphQL;
using GraphQL.Types;

namespace AutoCrm.Actors.Api.Graph.Quarantine;

/// <summary>For operators at headquarters: what no actor could fold, and the order to try again.</summary>
internal sealed partial class QuarantineFields(QuarantineDirectory directory, ICommands commands, ILogger<QuarantineFields> logger)
{
    /// <summary>The most subjects that one mutation tries again; a rebuild reads a whole history.</summary>
    private const int MostAtOnce = 20;

    private static readonly Access Allowed = Access.Root(CallerRole.Headquarters);

    public void AddTo(ObjectGraphType query, ObjectGraphType mutation)
    {
        query.Field<NonNullGraphType<QuarantineListType>>("quarantine")
            .For(Allowed, "What is kept aside so that nothing waits for it, the oldest first.")
            .Argument<SubjectKindType>("kind", "Of subjects of this kind alone.")
            .Argument<StringGraphType>("key", "Of the subject with this id alone.")
            .Argument<IntGraphType>("first", $"How many, 1 to {Arguments.MaxFirst}.")
            .ResolveAsync(async context => await List(context));
        mutation.Field<NonNullGraphType<RetriedType>>("retryQuarantined")
            .For(Allowed, $"Folds the histories of up to {MostAtOnce} subjects anew. Who is late is followed up without being asked.")
            .Argument<SubjectKindType>("kind", "Of subjects of this kind alone.")
            .Argument<StringGraphType>("key", "Of the subject with this id alone.")
            .Argument<StringGraphType>("after", "The 'last' of the previous answer, to go on behind it.")
            .ResolveAsync(async context => await Retry(context));
    }

    private async Task<QuarantineList> List(IResolveFieldContext context)
    {
        var (kind, key) = FilterOf(context);
        var first = context.First();
        if (first is < 1 or > Arguments.MaxFirst)
        {
            throw Arguments.Bad("first", $"must be 1 to {Arguments.MaxFirst}");
        }

        return new QuarantineList(
            await directory.Count(kind, key, context.CancellationToken),
            await directory.First(kind, key, first, context.CancellationToken));
    }

    private async Task<Retried> Retry(IResolveFieldContext context)
    {
        var (kind, key) = FilterOf(context);
        var subjects = await directory.Subjects(kind, key, AfterOf(context), MostAtOnce, context.CancellationToken);
        foreach (var subject in subjects)
        {
            try
            {
                await commands.Rebuild(subject, context.CancellationToken);
            }
            catch (Exception failure) when (failure is TimeoutException or OrleansException)
            {
                // It stays in the quarantine, and the next one is not its fault.
                LogNotRebuilt(logger, subject.Kind, failure.GetType().Name);
            }
        }

        var left = await directory.Count(kind, key, context.CancellationToken);
        return new Retried(subjects.Count, left, subjects.Count == MostAtOnce ? Cursor.Of(subjects[^1].Key) : null);
    }

    private static (SubjectKind? Kind, string? Key) FilterOf(IResolveFieldContext context) =>
        (context.GetArgument<SubjectKind?>("kind"), Arguments.Text(context.GetArgument<string?>("key"), "key"));

    private static Subject? AfterOf(IResolveFieldContext context)
    {
        if (context.AfterKey() is not { } after)
        {
            return null;
        }

        try
        {
            return Subject.OfKey(after);
        }
        catch (ArgumentException)
        {
            throw Arguments.BadCursor();
        }
    }

    [LoggerMessage(3201, LogLevel.Warning, "A {Kind} could not be folded anew ({Failure}); it stays in the quarantine.")]
    private static partial void LogNotRebuilt(ILogger logger, SubjectKind kind, string failure);
}

internal sealed record QuarantineList(long Total, IReadOnlyList<QuarantineRow> Items);

internal sealed record Retried(int Subjects, long Remaining, string? Last);

internal sealed class SubjectKindType() : WordType<SubjectKind>("The kinds of actor that an event can be about.");

internal sealed class QuarantineListType : ObjectGraphType<QuarantineList>
{
    public QuarantineListType()
    {
        Name = "QuarantineList";
        Description = "What is kept aside.";
        Field<NonNullGraphType<IntGraphType>>("totalCount").ForEveryone("How many entries there are.").Resolve(c => Numbers.ToInt(c.Source.Total));
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<QuarantineEntryType>>>>("items").ForEveryone("The oldest of them.").Resolve(c => c.Source.Items);
    }
}

internal sealed class QuarantineEntryType : ObjectGraphType<QuarantineRow>
{
    public QuarantineEntryType()
    {
        Name = "QuarantineEntry";
        Description = "What one subject lacks.";
        Field<NonNullGraphType<SubjectKindType>>("kind").ForEveryone("The subject's kind.").Resolve(c => c.Source.Subject.Kind);
        Field<NonNullGraphType<StringGraphType>>("key").ForEveryone("The subject's id.").Resolve(c => c.Source.Subject.Id);
        Field<NonNullGraphType<StringGraphType>>("position").ForEveryone("Where the event stands in the log.").Resolve(c => c.Source.Position.ToString());
        Field<NonNullGraphType<BooleanGraphType>>("late")
            .ForEveryone("Whether everything of the partition from the position on is lacking, because the actor does not answer; false: this event alone.")
            .Resolve(c => c.Source.Late);
        Field<NonNullGraphType<StringGraphType>>("reason").ForEveryone("Why.").Resolve(c => c.Source.Reason);
        Field<NonNullGraphType<InstantType>>("at").ForEveryone("Since when.").Resolve(c => c.Source.At);
    }
}

internal sealed class RetriedType : ObjectGraphType<Retried>
{
    public RetriedType()
    {
        Name = "Retried";
        Description = "What became of an attempt to fold again.";
        Field<NonNullGraphType<IntGraphType>>("subjects").ForEveryone("How many subjects were folded anew.").Resolve(c => c.Source.Subjects);
        Field<NonNullGraphType<IntGraphType>>("remaining").ForEveryone("How many entries there are still.").Resolve(c => Numbers.ToInt(c.Source.Remaining));
        Field<StringGraphType>("last").ForEveryone("Give it as 'after' to try the next subjects; null if there are none.").Resolve(c => c.Source.Last);
    }
}
