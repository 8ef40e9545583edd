using System.Text.Json;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Faults.History;
using Xunit;

namespace AutoCrm.Actors.Faults.Checking;

/// <summary>The checker finds each anomaly in a history made by hand, and none in a good one.</summary>
public sealed class CheckerTests
{
    private static readonly Guid Epoch = Guid.Parse("11111111-1111-1111-1111-111111111111");
    private long seq;

    [Fact]
    public void A_good_history_has_no_anomaly()
    {
        var log = Log(Stored("a", 1), Stored("b", 2));
        Entry[] history =
        [
            Send(1, "a"), Unsure(1), Send(1, 2, false, Event("a")), Ack(1, accepted: 1),
            Send(2, "b"), Ack(2, accepted: 1), Send(3, 1, true, Event("b")), Ack(3, duplicates: 1),
            Read(4, Token(2)), See(4, 2, Token(2)), See(5, 2, Token(2)),
        ];

        Assert.Empty(HistoryChecker.Check(history, log));
        Assert.Empty(StateChecker.Check(log, Fold(log), Rest(log)));
        Assert.True(StateChecker.IsFolded(log, Fold(log), Rest(log)));
    }

    [Fact]
    public void An_acknowledged_event_that_is_not_in_the_log_is_lost() =>
        Expect(AnomalyKind.Lost, Log(Stored("a", 1)), Send(1, "a", "b"), Ack(1, accepted: 2));

    [Fact]
    public void An_event_that_is_in_the_log_twice_is_a_duplicate() =>
        Expect(AnomalyKind.Duplicate, Log(Stored("a", 1), Stored("a", 2)), Send(1, "a"), Ack(1, accepted: 1));

    [Fact]
    public void An_identity_without_its_event_is_a_duplicate_to_come()
    {
        var log = Log(Stored("a", 1));
        log.IdentityMismatches = 1;
        Expect(AnomalyKind.Duplicate, log);
    }

    [Fact]
    public void Offsets_with_a_hole_are_a_gap() => Expect(AnomalyKind.Gap, Log(Stored("a", 1), Stored("b", 3)));

    [Fact]
    public void A_head_beyond_the_last_event_is_a_gap()
    {
        var log = Log(Stored("a", 1));
        log.Heads[0] = 2;
        Expect(AnomalyKind.Gap, log);
    }

    [Fact]
    public void A_body_that_was_not_sent_is_foreign() =>
        Expect(AnomalyKind.Foreign, Log(Stored("a", 1, km: 99)), Send(1, "a"), Ack(1, accepted: 1));

    [Fact]
    public void An_event_before_one_that_was_acknowledged_earlier_is_reordered() => Expect(
        AnomalyKind.Reordered, Log(Stored("b", 1), Stored("a", 2)), Send(1, "a"), Ack(1, accepted: 1), Send(2, "b"), Ack(2, accepted: 1));

    [Fact]
    public void Concurrent_events_may_stand_in_any_order() => Assert.Empty(HistoryChecker.Check(
        [Send(1, "a"), Send(2, "b"), Ack(2, accepted: 1), Ack(1, accepted: 1)], Log(Stored("b", 1), Stored("a", 2))));

    [Fact]
    public void A_repeat_that_counts_as_new_is_a_wrong_receipt() => Expect(
        AnomalyKind.WrongReceipt, Log(Stored("a", 1)), Send(1, "a"), Ack(1, accepted: 1), Send(2, 1, true, Event("a")), Ack(2, accepted: 1));

    [Fact]
    public void A_changed_body_that_is_accepted_is_a_wrong_receipt() => Expect(
        AnomalyKind.WrongReceipt, Log(Stored("a", 1)), Send(1, 1, false, Event("a") with { Altered = true }), Ack(1, duplicates: 1));

    [Fact]
    public void An_operation_that_never_succeeds_is_unavailable() =>
        Expect(AnomalyKind.Unavailable, Log(), Send(1, "a"), Unsure(1), new GaveUp(1) { Seq = ++seq });

    [Fact]
    public void A_state_with_another_count_than_its_position_is_miscounted() =>
        Expect(AnomalyKind.Miscounted, Log(Stored("a", 1), Stored("b", 2), Stored("c", 3)), See(1, 2, Token(3)));

    [Fact]
    public void A_revision_beyond_the_number_of_events_is_miscounted() =>
        Expect(AnomalyKind.Miscounted, Log(Stored("a", 1)), See(1, 2, null));

    [Fact]
    public void A_position_that_is_not_in_the_log_is_an_aborted_read() =>
        Expect(AnomalyKind.Aborted, Log(Stored("a", 1)), See(1, 1, Token(2)));

    [Fact]
    public void A_position_of_another_epoch_is_an_aborted_read() =>
        Expect(AnomalyKind.Aborted, Log(Stored("a", 1)), See(1, 1, PositionToken.Of(Guid.NewGuid(), [new Position(0, 1)])));

    [Fact]
    public void A_read_that_is_older_than_demanded_is_stale() =>
        Expect(AnomalyKind.Stale, Log(Stored("a", 1), Stored("b", 2)), Read(1, Token(2)), See(1, 1, Token(1)));

    [Fact]
    public void A_client_that_sees_an_actor_go_back_has_a_non_monotonic_read() =>
        Expect(AnomalyKind.NonMonotonic, Log(Stored("a", 1), Stored("b", 2)), See(1, 2, Token(2)), See(2, 1, Token(1)));

    [Fact]
    public void An_event_that_is_not_folded_is_unseen()
    {
        var log = Log(Stored("a", 1), Stored("b", 2));
        var behind = Rest(Log(Stored("a", 1)));

        Assert.Equal([AnomalyKind.Unseen], StateChecker.Check(log, Fold(log), behind).Select(a => a.Kind).Distinct());
        Assert.False(StateChecker.IsFolded(log, Fold(log), behind));
    }

    [Fact]
    public void A_log_that_was_not_read_to_its_head_is_waited_for()
    {
        var log = Log(Stored("a", 1));
        log.Heads[0] = 2;

        Assert.False(StateChecker.IsFolded(log, Fold(log), Rest(log)));
    }

    [Fact]
    public void A_checkpoint_beyond_the_log_is_an_aborted_read()
    {
        var log = Log(Stored("a", 1));
        var final = Rest(log);
        final.Checkpoints[0] = 2;
        Assert.Contains(StateChecker.Check(log, Fold(log), final), a => a.Kind == AnomalyKind.Aborted);
    }

    [Fact]
    public void An_effect_that_happened_twice_is_miscounted_or_diverged()
    {
        var log = Log(Stored("a", 1));
        var twice = Rest(Log(Stored("a", 1), Stored("a", 2)));
        twice.Checkpoints[0] = 1;
        Assert.Equal([AnomalyKind.Miscounted], StateChecker.Check(log, Fold(log), twice).Select(a => a.Kind).Distinct());
    }

    [Fact]
    public void A_state_that_is_another_fold_has_diverged()
    {
        var log = Log(Stored("a", 1), Stored("b", 2));
        var other = Rest(Log(Stored("a", 1), Stored("b", 2, km: 77)));
        Assert.Equal(
            [AnomalyKind.RowDiverged, AnomalyKind.Diverged], StateChecker.Check(log, Fold(log), other).Select(a => a.Kind).Distinct().Order().Reverse());
    }

    [Fact]
    public void An_event_that_was_put_aside_is_told()
    {
        var final = Rest(Log());
        final.Quarantined.Add("vehicle V at 0.1");
        Assert.Equal([AnomalyKind.Quarantined], StateChecker.Check(Log(), new Oracle(), final).Select(a => a.Kind));
    }

    private static void Expect(AnomalyKind kind, LogDump log, params Entry[] history) =>
        Assert.Equal([kind], HistoryChecker.Check(history, log).Select(anomaly => anomaly.Kind).Distinct());

    private static LogDump Log(params StoredEvent[] events)
    {
        var log = new LogDump { Epoch = Epoch };
        foreach (var stored in events)
        {
            log.Add(stored);
            log.Heads[0] = stored.Event.Position.Offset;
        }

        return log;
    }

    private static StoredEvent Stored(string id, long offset, int km = 5)
    {
        var sent = Event(id, km);
        var data = JsonSerializer.SerializeToUtf8Bytes(JsonDocument.Parse(sent.Data).RootElement);
        return new StoredEvent(
            new LoggedEvent
            {
                Position = new Position(0, offset),
                Stamp = new EventStamp(DateTimeOffset.UnixEpoch.AddHours(offset), id, sent.Source),
                Type = "autocrm.vehicle.odometer-read.v1",
                Dealership = sent.Dealership,
                Vin = sent.Vin,
                Payload = EventCatalogue.Read("autocrm.vehicle.odometer-read.v1", data),
            },
            sent.Data);
    }

    private static SentEvent Event(string id, int km = 5) =>
        new("/s", id, "D1", null, "V", $$"""{"odometer":{"value":{{km}}, "unit":"km"} }""");

    private static Oracle Fold(LogDump log)
    {
        var oracle = new Oracle();
        log.Events.ForEach(oracle.Fold);
        return oracle;
    }

    // What a system that did everything right with this log would have left.
    private static FinalState Rest(LogDump log)
    {
        var (oracle, at) = (Fold(log), Token(log.LastOffset(0)));
        return new FinalState
        {
            Checkpoints = { [0] = log.LastOffset(0) },
            Rows = oracle.Subjects.ToDictionary(s => s, s => new RowState(oracle.RevisionOf(s), oracle.RowOf(s)!)),
            Actors = oracle.Subjects.ToDictionary(s => s, s => (ActorState?)new ActorState(oracle.RevisionOf(s), at, oracle.StateOf(s)!)),
        };
    }

    private static PositionToken Token(long offset) => PositionToken.Of(Epoch, [new Position(0, offset)]);

    private Sending Send(long op, params string[] ids) => Send(op, 1, false, [.. ids.Select(id => Event(id))]);

    private Sending Send(long op, int attempt, bool again, params SentEvent[] events) =>
        new(op, 0, attempt, again, events) { Seq = ++seq };

    private Unknown Unsure(long op) => new(op, "gone") { Seq = ++seq };

    private Acknowledged Ack(long op, int accepted = 0, int duplicates = 0) =>
        new(op, accepted, duplicates, new Dictionary<int, string>(), string.Empty) { Seq = ++seq };

    private Reading Read(long op, PositionToken atLeast) => new(op, 7, Subject.Vehicle("V").Key, atLeast.ToString()) { Seq = ++seq };

    private Seen See(long op, long revision, PositionToken? position) =>
        new(op, 7, SeenIn.Actor, Subject.Vehicle("V").Key, revision, position?.ToString()) { Seq = ++seq };
}
