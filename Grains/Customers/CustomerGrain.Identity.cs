using System.Collections.Immutable;
using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Grains.Customers;

// Who is who. What identifies the customer is noted first and compared then, so of two actors that do it at once one
// finds the other at least; and what they conclude has an id that follows from the two, so that both concluding it is once.
internal sealed partial class CustomerGrain
{
    /// <summary>The system makes no customer of more ids than this; a person may.</summary>
    private const int MostByThemselves = 50;

    private async Task Identify()
    {
        if (Current()?.State is not { } own)
        {
            return;
        }

        var shared = await clues.Show(Id, Clues.Of(own));
        if (own.Party.Into is not null || shared.All(s => s.Others.IsEmpty))
        {
            return;
        }

        var others = await Others([.. shared.SelectMany(s => s.Others).Distinct(StringComparer.Ordinal)]);
        var matches = Identification.Judge(own, [.. shared.Select(s => (
            s.Clue.Kind,
            s.Others.Select(id => others.GetValueOrDefault(id)).OfType<Customer>().DistinctBy(other => other.Id).ToImmutableArray(),
            More: s.Others.Length >= ICustomerClues.MostOthers))]);
        await Conclude(own, matches);
    }

    private async Task<Dictionary<string, Customer>> Others(string[] ids)
    {
        var lives = await Task.WhenAll(ids.Select(id => GrainOf(id).Get(null)));
        return ids.Zip(lives).Where(pair => pair.Second is not null).ToDictionary(pair => pair.First, pair => pair.Second!.State, StringComparer.Ordinal);
    }

    private async Task Conclude(Customer own, ImmutableArray<Match> matches)
    {
        var same = matches.Where(match => match.IsSame && own.Aliases.Length + match.Other.Aliases.Length < MostByThemselves).ToArray();
        var stays = same.Select(match => match.Other).Append(own).Aggregate((one, other) => Identification.Stays(one, other) ? one : other);
        NewEvent[] events =
        [
            .. same.Select(match => match.Other).Append(own).Where(one => one.Id != stays.Id).SelectMany(one => Link(one, stays)),
            .. matches.Except(same).Take(Identification.MostSuspicions).SelectMany(match => Suspect(own, match)),
        ];
        if (events.Length > 0 && await Log.AppendTogether([.. events]) is { Unavailable: { } unavailable })
        {
            throw new TimeoutException($"The log takes nothing: {unavailable}");
        }
    }

    // Two who conclude it at once may differ in which of the two stays: the first one is right, and the log refuses the other.
    private static IEnumerable<NewEvent> Link(Customer alias, Customer stays)
    {
        var cause = $"link\n{PairOf(alias.Id, stays.Id)}";
        return CustomerLink.Both(new CustomerMerged { Into = stays.Id, Reason = "Same identifiers and name." }, alias.Id)
            .Select(told => told.Customer == alias.Id ? Derived(told.Payload, cause, alias, stays) : Derived(told.Payload, cause, stays, alias));
    }

    private static NewEvent[] Suspect(Customer own, Match match)
    {
        var pair = PairOf(own.Id, match.Other.Id);
        return
        [
            Derived(new DuplicateSuspected { Other = match.Other.Id, Clues = match.Clues }, $"suspect\n{own.Id}\n{pair}", own, match.Other),
            Derived(new DuplicateSuspected { Other = own.Id, Clues = match.Clues }, $"suspect\n{match.Other.Id}\n{pair}", match.Other, own),
        ];
    }

    private static string PairOf(string one, string other) => string.CompareOrdinal(one, other) < 0 ? $"{one}\n{other}" : $"{other}\n{one}";

    private static NewEvent Derived(EventPayload payload, string cause, Customer about, Customer other) => new()
    {
        Source = EventSources.Derived,
        Id = StableId.Of($"{EventCatalogue.TypeOf(payload.GetType())}\n{cause}"),
        Type = EventCatalogue.TypeOf(payload.GetType()),
        Time = Later(about.LastEvent, other.LastEvent),
        Customer = about.Id,
        Data = MadeEvent.JsonOf(payload),
    };

    private static DateTimeOffset Later(EventStamp? one, EventStamp? other)
    {
        var later = one?.At > other?.At || other is null ? one : other;
        return EventTime.Cut((later?.At ?? DateTimeOffset.UnixEpoch).ToUniversalTime());
    }
}
