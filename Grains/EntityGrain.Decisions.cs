using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Grains.Events;

namespace AutoCrm.Actors.Grains;

// Decisions. An acceptance is appended together with what the actor knew, and the log takes it only if that was all
// there is about the subject; a rejection is given only after the actor has looked into the log. So both see every
// event whose append was acknowledged before the command came, also when another activation of the actor is alive.
internal abstract partial class EntityGrain<TState, TRow>
{
    /// <summary>How often a decision is made anew because something came before it.</summary>
    private const int MostDecisions = 8;

    /// <summary>The source of events that decisions make; the edge takes none from outside under it.</summary>
    private const string DecisionSource = EventSources.Decisions;

    protected async Task<Outcome<TState>> Decide<TCommand>(
        TCommand command, JsonTypeInfo<TCommand> json, Func<TState?, DateTimeOffset, Verdict> rule)
        where TCommand : ActorCommand
    {
        await Complete();
        var id = IdentityOf(command);
        var hash = HashOf(JsonSerializer.SerializeToUtf8Bytes(command, json), id);
        for (var attempt = 0; attempt < MostDecisions; attempt++)
        {
            var known = folded.Revision;
            var verdict = rule(folded.State, services.Time.GetUtcNow());
            var reply = verdict.Rejection is null
                ? await services.Log.AppendDecision(new Decision(subject, Known(), hash, EventsOf(command, id, verdict.Events)))
                : await services.Log.FindDecision(DecisionSource, id, hash);
            await CatchUp();
            if (reply is null && folded.Revision == known)
            {
                return Reject(verdict.Rejection!);
            }

            if (reply is not (null or { Status: DecisionStatus.Outdated }))
            {
                return Answer(reply);
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
    private AppliedOffsets Known() => new(folded.Applied.Positions);

    private ImmutableArray<NewEvent> EventsOf(ActorCommand command, string id, ImmutableArray<DecidedEvent> events)
    {
        var now = services.Time.GetUtcNow();
        var time = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
        return [.. events.Select((e, n) => new NewEvent
        {
            Source = DecisionSource,
            Id = n == 0 ? id : $"{id}-{n}",
            Type = e.Type,
            Time = time,
            Dealership = command.Dealership.Length > 0 ? command.Dealership : null,
            Customer = e.Customer ?? (subject.Kind == SubjectKind.Customer ? subject.Id : null),
            Vin = subject.Kind == SubjectKind.Vehicle ? subject.Id : null,
            Data = e.Data,
        })];
    }

    private string IdentityOf<TCommand>(TCommand command)
        where TCommand : ActorCommand
    {
        var name = Encoding.UTF8.GetBytes($"{subject.Key}\n{typeof(TCommand).Name}\n{command.Dealership}\n{command.MutationId}");
        return Convert.ToHexStringLower(SHA256.HashData(name).AsSpan(..16));
    }

    private static Guid HashOf(byte[] command, string id) =>
        new(SHA256.HashData([.. command, .. Encoding.ASCII.GetBytes(id)]).AsSpan(..16), bigEndian: true);
}
