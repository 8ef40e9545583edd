using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using AutoCrm.Actors.Commands;
using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Grains.Events;

namespace AutoCrm.Actors.Grains;

// Decisions. An acceptance is appended together with what was known of everybody who was asked, and the log takes it only
// if that was all there is about them; a rejection is given only after all of them have looked into the log. So both see
// every event whose append was acknowledged before the command came, also when another activation of an actor is alive.
internal abstract partial class EntityGrain<TState, TRow>
{
    /// <summary>How often a decision is made anew because something came before it.</summary>
    private const int MostDecisions = 8;

    /// <summary>The source of events that decisions make; the edge takes none from outside under it.</summary>
    private const string DecisionSource = EventSources.Decisions;

    // Silos' clocks differ a little: what is decided after an event must not have happened before it. An event that is
    // further ahead has a wrong time, and must not give it to others.
    private static readonly TimeSpan LargestSkew = TimeSpan.FromSeconds(10);

    protected Task<Outcome<TState>> Decide<TCommand>(
        TCommand command, JsonTypeInfo<TCommand> json, Func<TState?, DateTimeOffset, Verdict> rule, Partner? partner = null)
        where TCommand : ActorCommand
    {
        var id = IdentityOf(command, typeof(TCommand).Name);
        return Decide(command, id, HashOf(JsonSerializer.SerializeToUtf8Bytes(command, json), id), partner, rule);
    }

    protected Task<Outcome<TState>> Decide(EventCommand command, Partner? partner, Func<TState?, DateTimeOffset, Verdict> rule)
    {
        var id = IdentityOf(command, command.Name);
        var said = MadeEvent.JsonOf(command.Payload);
        return Decide(command, id, HashOf([.. said, .. Encoding.UTF8.GetBytes($"\n{command.Other}\n{command.Number}")], id), partner, rule);
    }

    /// <summary>The latest event of a state, by occurrence.</summary>
    protected virtual EventStamp? LastOf(TState current) => null;

    private async Task<Outcome<TState>> Decide(
        ActorCommand command, string id, Guid hash, Partner? partner, Func<TState?, DateTimeOffset, Verdict> rule)
    {
        await Complete();
        await (partner?.Read() ?? Task.CompletedTask);
        for (var attempt = 0; attempt < MostDecisions; attempt++)
        {
            var (known, revision) = (Known(partner), (folded.Revision, partner?.Revision));
            var now = Moment(partner);
            var verdict = rule(folded.State, now);
            var reply = verdict.Rejection is null
                ? await services.Log.AppendDecision(new Decision(known, hash, EventsOf(command, id, verdict.Events, now)))
                : await services.Log.FindDecision(DecisionSource, id, hash);
            await CatchUp();
            if (reply is not (null or { Status: DecisionStatus.Outdated }))
            {
                return Answer(reply);
            }

            await (partner?.CatchUp() ?? Task.CompletedTask);
            if (reply is null && (folded.Revision, partner?.Revision) == revision)
            {
                return Reject(verdict.Rejection!);
            }
        }

        return Reject(new Rejection(RejectionCodes.Contended, "Others change the same thing at this moment; try again."));
    }

    private Outcome<TState> Answer(DecisionReply reply) => reply.Status switch
    {
        DecisionStatus.Taken => new() { Live = Current(), Position = PositionToken.Of(services.Log.Epoch, reply.Positions) },
        DecisionStatus.Unavailable => new() { Live = Current(), Unavailable = reply.Unavailable },
        DecisionStatus.Reused => Reject(new Rejection(
            RejectionCodes.MutationIdReused, "The mutation id was used for another command.", "clientMutationId")),
        _ => Reject(new Rejection(RejectionCodes.Unstorable, "The database cannot hold what the command says.")),
    };

    private Outcome<TState> Reject(Rejection rejection) => new() { Live = Current(), Rejection = rejection };

    // A copy: what is folded while the append is under way was not known when the decision was made.
    private ImmutableArray<KnownSubject> Known(Partner? partner)
    {
        var own = Ids.Select(id => new KnownSubject(subject with { Id = id }, new AppliedOffsets(folded.Applied.Positions)));
        return partner is null ? [.. own] : [.. own.Concat(partner.Known).DistinctBy(known => known.Subject)];
    }

    private DateTimeOffset Moment(Partner? partner)
    {
        var now = services.Time.GetUtcNow();
        var time = EventTime.Cut(now);
        foreach (var last in (ReadOnlySpan<EventStamp?>)[folded.State is { } state ? LastOf(state) : null, partner?.Last])
        {
            var after = last?.At.ToUniversalTime().AddTicks(TimeSpan.TicksPerMicrosecond);
            time = after > time && after - now < LargestSkew ? after.Value : time;
        }

        return time;
    }

    private ImmutableArray<NewEvent> EventsOf(ActorCommand command, string id, ImmutableArray<DecidedEvent> events, DateTimeOffset time) =>
    [
        .. events.Select((e, n) => new NewEvent
        {
            Source = DecisionSource,
            Id = Decision.IdOf(id, n),
            Type = e.Type,
            Time = time,
            Dealership = command.Dealership.Length > 0 ? command.Dealership : null,
            Customer = e.Customer ?? (subject.Kind == SubjectKind.Customer ? subject.Id : null),
            Vin = e.Vin ?? (subject.Kind == SubjectKind.Vehicle ? subject.Id : null),
            Data = e.Data,
            Attributes = e.CustomerNumber is { } number ? CustomerNumberAttribute.Of(number) : null,
        }),
    ];

    private string IdentityOf(ActorCommand command, string name) =>
        StableId.Of($"{subject.Key}\n{name}\n{command.Dealership}\n{command.MutationId}");

    private static Guid HashOf(byte[] command, string id) =>
        new(SHA256.HashData([.. command, .. Encoding.ASCII.GetBytes(id)]).AsSpan(..16), bigEndian: true);
}
