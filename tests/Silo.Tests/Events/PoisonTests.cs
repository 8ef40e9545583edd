using System.Collections.Immutable;
using System.Diagnostics;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Grains.Events;
using AutoCrm.Actors.Grains.Vehicles;
using AutoCrm.Actors.Silo.ReadModels;
using AutoCrm.Actors.Vehicles;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AutoCrm.Actors.Silo.Tests.Events;

/// <summary>An actor that is slow, fails or never returns is put aside; its partition goes on, and nothing is lost.</summary>
public sealed class PoisonTests : IAsyncLifetime
{
    private const string Poisoned = "WVWZZZ1JZ3W999999";
    private static readonly TimeSpan QuarantinedWithin = TimeSpan.FromSeconds(10);
    private readonly Trouble trouble = new();
    private readonly SiloFixture silo;

    public PoisonTests() => silo = new SiloFixture(
        services =>
        {
            services.AddSingleton<ISubjectHistory>(provider => new TroubledHistory(provider.GetRequiredService<Silo.Events.SubjectHistory>(), trouble));
            services.AddSingleton<IReadModelWriter<VehicleRow>>(provider =>
                new TroubledWriter(provider.GetRequiredService<ReadModelWriter<VehicleRow>>(), trouble));
        },
        "--AutoCrm:Log:Partitions=1",
        "--AutoCrm:Delivery:Timeout=00:00:02",
        "--AutoCrm:Delivery:LongestPause=00:00:01");

    public ValueTask InitializeAsync() => silo.InitializeAsync();

    public ValueTask DisposeAsync()
    {
        trouble.End();
        return silo.DisposeAsync();
    }

    [Fact]
    public async Task An_actor_whose_activation_does_not_end_is_put_aside_and_catches_up()
    {
        trouble.History = () => trouble.Ended;
        await Isolated("The actor does not answer.");
    }

    [Fact]
    public async Task An_actor_whose_activation_fails_is_put_aside_and_catches_up()
    {
        trouble.History = () => Task.FromException(new InvalidOperationException("sick"));
        await Isolated(nameof(InvalidOperationException));
    }

    [Fact]
    public async Task An_actor_whose_fold_never_returns_is_put_aside_and_catches_up()
    {
        // As a fold in an endless loop does, it takes its thread with it.
        trouble.Write = () => trouble.Block();
        await Isolated("The actor does not answer.");
    }

    [Fact]
    public async Task An_actor_that_fails_on_what_it_has_folded_is_put_aside_and_catches_up()
    {
        trouble.Write = () => throw new InvalidOperationException("sick");
        await Isolated(nameof(InvalidOperationException));
    }

    [Fact]
    public async Task Who_is_in_the_quarantine_is_followed_up_after_a_restart()
    {
        // It fails, instead of hanging, so that the silo can stop in order.
        trouble.History = () => Task.FromException(new InvalidOperationException("sick"));
        await Append(0, Poisoned);
        await Quarantined(1);
        await Append(1, Poisoned);
        await Eventually("SELECT count(*) FROM partition_checkpoint c JOIN partition_head h USING (partition) WHERE c.log_offset < h.head_offset", 0);
        await silo.Stop();
        trouble.End();

        await silo.Start();

        await Eventually($"SELECT revision FROM vehicle_row WHERE vin = '{Poisoned}'", 2);
        await Quarantined(0);
    }

    [Fact]
    public async Task Who_was_noted_as_late_by_another_one_after_the_partition_had_moved_is_followed_up_too()
    {
        await Append(0, Poisoned);
        await Eventually($"SELECT revision FROM vehicle_row WHERE vin = '{Poisoned}'", 1);
        await silo.Execute(
            $"""
            INSERT INTO quarantine (kind, key, partition, log_offset, reason, late)
            SELECT {(int)SubjectKind.Vehicle}, vin, partition, log_offset, 'The actor does not answer.', true FROM event_log WHERE vin = '{Poisoned}'
            """);

        await Quarantined(0);
    }

    [Fact]
    public async Task An_event_that_could_not_be_folded_is_folded_by_a_rebuild_and_leaves_the_quarantine()
    {
        await Append(0, Poisoned);
        var reply = await AppendRaw("""{"odometer":"far"}""", Poisoned);
        await Append(1, Poisoned);
        await Eventually($"SELECT revision FROM vehicle_row WHERE vin = '{Poisoned}'", 2);
        await Quarantined(1);
        var grain = silo.Grains.GetGrain<IVehicleGrain>(Subject.Vehicle(Poisoned).Key);

        Assert.Equal(2, await grain.Rebuild());
        await Quarantined(1);
        // The fix: from now on this version can read the event.
        await silo.Execute($$$"""UPDATE event_log SET data = convert_to('{"odometer":{"value":7,"unit":"km"}}', 'UTF8') WHERE partition = {{{reply.Partition}}} AND log_offset = {{{reply.Offset}}}""");

        Assert.Equal(3, await grain.Rebuild());
        await Quarantined(0);
        Assert.Equal(3, await silo.Scalar<long>($"SELECT revision FROM vehicle_row WHERE vin = '{Poisoned}'"));
        Assert.Equal(3, (await grain.Get(null))!.State.Readings.Length);
    }

    private static string Vin(int n) => $"WVWZZZ1JZ3W{n:000000}";

    private async Task Isolated(string reason)
    {
        await Append(0, [Vin(0), .. Others()]);
        await Eventually("SELECT count(*) FROM vehicle_row WHERE revision = 1", 21);
        trouble.Vin = Poisoned;
        var started = Stopwatch.StartNew();
        await Append(1, [Poisoned, .. Others()]);
        await Eventually("SELECT count(*) FROM vehicle_row WHERE revision = 2", 20);
        Assert.True(started.Elapsed < TimeSpan.FromSeconds(1), $"The others waited for {started.Elapsed}.");

        await Quarantined(1);
        Assert.True(started.Elapsed < QuarantinedWithin);
        Assert.Equal(reason, await silo.Scalar<string>("SELECT reason FROM quarantine WHERE late"));
        await Append(2, [Poisoned, .. Others()]);
        await Eventually("SELECT count(*) FROM vehicle_row WHERE revision = 3", 20);
        await Eventually("SELECT count(*) FROM partition_checkpoint c JOIN partition_head h USING (partition) WHERE c.log_offset < h.head_offset", 0);

        trouble.End();
        await Eventually($"SELECT revision FROM vehicle_row WHERE vin = '{Poisoned}'", 2);
        await Quarantined(0);
        await Append(3, [Poisoned, .. Others()]);
        await Eventually($"SELECT revision FROM vehicle_row WHERE vin = '{Poisoned}'", 3);
        await Eventually("SELECT count(*) FROM vehicle_row WHERE revision = 4", 20);
    }

    private static IEnumerable<string> Others() => Enumerable.Range(1, 20).Select(Vin);

    private async Task Append(int round, params string[] vins)
    {
        var reply = await silo.Append([.. vins.Select(vin => SiloFixture.Event(
            "autocrm.vehicle.odometer-read.v1",
            $$$"""{"odometer":{"value":{{{(round + 1) * 100}}},"unit":"km"}}""",
            vin,
            time: $"2026-11-0{round + 1}T08:00:00Z"))]);
        Assert.All(reply.Results, result => Assert.Equal(AppendStatus.Appended, result.Status));
    }

    private async Task<Position> AppendRaw(string data, string vin)
    {
        var reply = await silo.Append(SiloFixture.Event("autocrm.vehicle.odometer-read.v1", data, vin));
        return reply.Results[0].Position;
    }

    private Task Quarantined(long rows) => Eventually("SELECT count(*) FROM quarantine", rows);

    private Task Eventually(string sql, long expected) => SiloFixture.Eventually(() => silo.Scalar<long?>(sql), n => n == expected);

    /// <summary>What is wrong with one vehicle, until it ends.</summary>
    private sealed class Trouble
    {
        private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string? Vin { get; set; } = Poisoned;

        public Task Ended => ended.Task;

        public Func<Task>? History { get; set; }

        public Action? Write { get; set; }

        public void Block() => ended.Task.GetAwaiter().GetResult();

        public void End()
        {
            (History, Write) = (null, null);
            ended.TrySetResult();
        }
    }

    private sealed class TroubledHistory(ISubjectHistory inner, Trouble trouble) : ISubjectHistory
    {
        public async Task<HistoryPage> ReadFirst(Subject subject, ImmutableArray<LoggedEvent> known)
        {
            await Hurt(subject);
            return await inner.ReadFirst(subject, known);
        }

        public async Task<HistoryPage> ReadNews(Subject subject, AppliedOffsets applied, long known)
        {
            await Hurt(subject);
            return await inner.ReadNews(subject, applied, known);
        }

        public async Task<HistoryPage> ReadAfter(Subject subject, AppliedOffsets applied)
        {
            await Hurt(subject);
            return await inner.ReadAfter(subject, applied);
        }

        public Task<HistoryPage> ReadNews(SubjectKind kind, ImmutableArray<string> ids, AppliedOffsets applied, long known) => inner.ReadNews(kind, ids, applied, known);

        public Task<HistoryPage> ReadAfter(SubjectKind kind, ImmutableArray<string> ids, AppliedOffsets applied) => inner.ReadAfter(kind, ids, applied);

        public Task<ImmutableArray<LoggedEvent>> ReadLinks(string[] customers) => inner.ReadLinks(customers);

        private Task Hurt(Subject subject) => subject.Id == trouble.Vin && trouble.History is { } hurt ? hurt() : Task.CompletedTask;
    }

    private sealed class TroubledWriter(IReadModelWriter<VehicleRow> inner, Trouble trouble) : IReadModelWriter<VehicleRow>
    {
        public Guid Id => inner.Id;

        public Task<ImmutableArray<string>> Durable(RowTicket ticket) => inner.Durable(ticket);

        public RowTicket Write(RowSlot slot, VehicleRow row)
        {
            Hurt(row);
            return inner.Write(slot, row);
        }

        public Task Overwrite(VehicleRow row)
        {
            Hurt(row);
            return inner.Overwrite(row);
        }

        private void Hurt(VehicleRow row)
        {
            if (row.Key == trouble.Vin)
            {
                trouble.Write?.Invoke();
            }
        }
    }
}
