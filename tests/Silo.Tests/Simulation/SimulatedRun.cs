using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Grains;
using AutoCrm.Actors.Grains.Dealerships;
using AutoCrm.Actors.Grains.Events;
using AutoCrm.Actors.Grains.Vehicles;
using Microsoft.Extensions.Time.Testing;

namespace AutoCrm.Actors.Silo.Tests.Simulation;

/// <summary>
/// One seed: events are appended, delivered with faults, folded, written and confirmed, by the product's own carriers and
/// actors, on one thread and in made-up time; silos die and overlap. At the end everything must be the fold of the log.
/// </summary>
internal sealed class SimulatedRun
{
    private const int Events = 150;
    private const int Vehicles = 3;
    private static readonly TimeSpan Stormy = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan CalmBound = TimeSpan.FromSeconds(180);

    private readonly Random random;
    private readonly FakeTimeProvider time = new();
    private readonly World world;
    private readonly Weaknesses weaknesses;
    private readonly SeededThread thread;
    private readonly List<SimulatedSilo> silos = [];
    private bool isCalm;

    private SimulatedRun(int seed, Weaknesses weaknesses, Rule? lacks)
    {
        (random, this.weaknesses, world) = (new Random(seed), weaknesses, new World { Lacks = lacks });
        thread = new SeededThread(random, time);
    }

    /// <param name="seed">What decides everything.</param>
    /// <param name="weaknesses">Defences that are off.</param>
    /// <param name="lacks">What the silos are not told.</param>
    public static (string? Failure, ulong Trace) Of(int seed, Weaknesses? weaknesses = null, Rule? lacks = null) =>
        new SimulatedRun(seed, weaknesses ?? new Weaknesses(), lacks).Run();

    private SimulatedSilo Newest => silos[^1];

    private (string? Failure, ulong Trace) Run()
    {
        var steps = Storm();
        thread.Run(TimeSpan.Zero, () => true);
        thread.Run(Stormy, () => steps.IsCompleted);
        isCalm = true;
        if (!thread.Run(CalmBound, () => steps.IsCompleted && IsFolded()))
        {
            world.Fail($"not folded: checkpoints {string.Join(' ', world.Checkpoints)} of {string.Join(' ', world.Log.Select(l => l.Count))}, {world.Quarantine.Count + world.Late.Count} in the quarantine");
        }

        var check = Enter(Check);
        thread.Run(CalmBound, () => check.IsCompleted);
        if (check is not { IsCompletedSuccessfully: true })
        {
            world.Fail($"the actors do not answer: {check.Exception?.InnerException?.Message}");
        }

        return (world.Failure, world.Trace);
    }

    private Task Storm() => Enter(async () =>
    {
        Begin();
        var appending = Append();
        var breaking = Break();
        var reading = Read();
        await appending;
        await breaking;
        await reading;
    });

    // Starts work on the simulation's thread.
    private Task Enter(Func<Task> work)
    {
        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(thread);
        try
        {
            return work();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    private void Begin()
    {
        var isFirst = silos.Count == 0;
        silos.Add(new SimulatedSilo(world, random, time, weaknesses, () => isCalm));
        if (!isFirst)
        {
            Newest.Disagree();
            silos.Where(silo => silo is { IsDead: false, IsAsleep: false } && silo != Newest).ToList().ForEach(silo => Learn(silo).Ignore());
        }

        Newest.Start();
        world.Note("a silo starts");
    }

    // Who is there already learns a little later that somebody has come.
    private async Task Learn(SimulatedSilo silo)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(random.Next(0, 2500)), time);
        silo.Disagree();
    }

    private async Task Append()
    {
        for (var n = 0; n < Events; n++)
        {
            var partition = random.Next(World.Partitions);
            var (type, data) = random.Next(3) switch
            {
                0 => ("autocrm.vehicle.delivered.v1", $$$"""{"price":{"amount":{{{n + 1}}},"currency":"USD"},"make":"Make {{{n % 7}}}"}"""),
                1 => ("autocrm.service.completed.v1", $$"""{"repairOrder":"R{{n}}","lines":[{"operation":"oil"}]}"""),
                _ => ("autocrm.vehicle.odometer-read.v1", $$$"""{"odometer":{"value":{{{random.Next(1, 300_000)}}},"unit":"km"}}"""),
            };
            world.Append(partition, position => new LoggedEvent
            {
                Position = position,
                Stamp = new EventStamp(DateTimeOffset.UnixEpoch.AddMinutes(random.Next(10_000)), $"E{n}", "/simulated"),
                Type = type,
                Dealership = $"D{partition}",
                Vin = Vin(random.Next(Vehicles)),
                Payload = EventCatalogue.Read(type, System.Text.Encoding.UTF8.GetBytes(data)),
            });
            if (random.Next(3) > 0)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(random.Next(0, 500)), time);
                if (random.Next(5) == 0)
                {
                    Newest.RepeatSomeRows();
                }
            }
        }
    }

    private async Task Break()
    {
        var began = time.GetTimestamp();
        while (!isCalm && time.GetElapsedTime(began) is var elapsed && elapsed < Stormy - TimeSpan.FromSeconds(2) && silos.Count < 12)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(500, 4000)), time);
            if (isCalm)
            {
                return;
            }

            switch (random.Next(5))
            {
                case 0 or 1:
                    silos.ForEach(silo => silo.DeactivateSome());
                    break;
                case 2:
                    silos.ForEach(silo => silo.Kill());
                    Begin();
                    break;
                case 3:
                    await RunOnWhenDead(Newest);
                    break;
                default:
                    await Overlap(Newest);
                    break;
            }
        }
    }

    // For a while both carry everything; then the older one ends. Somebody may be late by its account.
    private async Task Overlap(SimulatedSilo older)
    {
        if (random.Next(2) == 0)
        {
            older.Hold(Subject.Vehicle(Vin(random.Next(Vehicles))), random.Next(2000, 8000));
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(1000, 4000)), time);
        }

        Begin();
        GiveAwaySome(older);
        await Task.Delay(TimeSpan.FromMilliseconds(random.Next(500, 5000)), time);
        silos.SkipLast(1).ToList().ForEach(silo => silo.Kill());
        Newest.Disagree();
    }

    // It is stopped for so long that the others go on without it, and then carries and tells for a while what it knew.
    private async Task RunOnWhenDead(SimulatedSilo stopped)
    {
        stopped.Sleep();
        Begin();
        await Task.Delay(TimeSpan.FromMilliseconds(random.Next(100, 2000)), time);
        stopped.GiveUp();
        Newest.Disagree();
        await Task.Delay(SimulatedSilo.Disagreement + TimeSpan.FromMilliseconds(random.Next(0, 3000)), time);
        GiveAwaySome(Newest);
        stopped.WakeUp();
        await Task.Delay(TimeSpan.FromMilliseconds(random.Next(200, 2000)), time);
        stopped.Kill();
    }

    private void GiveAwaySome(SimulatedSilo silo)
    {
        foreach (var partition in Enumerable.Range(0, World.Partitions).Where(_ => random.Next(3) > 0))
        {
            silo.GiveAway(partition, random.Next(100, 1500)).Ignore();
        }
    }

    // Whatever an actor answers holds exactly its events up to the positions that it names.
    private async Task Read()
    {
        while (!isCalm)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(50, 600)), time);
            var (silo, vin) = (silos[random.Next(silos.Count)], Vin(random.Next(Vehicles)));
            if (!silo.IsDead)
            {
                Look(silo, vin).Ignore();
            }
        }
    }

    private async Task Look(SimulatedSilo silo, string vin)
    {
        if (await silo.Read(vin) is { } live)
        {
            var applied = new AppliedOffsets(live.Applied.Positions);
            var events = world.Count(Subject.Vehicle(vin), partition => applied[partition]);
            if (events != live.Revision)
            {
                world.Fail($"{vin} answered with revision {live.Revision} at {live.Applied}, where it has {events} events");
            }
        }
    }

    private bool IsFolded() => world.Quarantine.Count + world.Late.Count == 0
        && Enumerable.Range(0, World.Partitions).All(p => world.Checkpoints[p] == world.Log[p].Count);

    private async Task Check()
    {
        foreach (var subject in world.Subjects.ToList())
        {
            var (revision, state, row) = subject.Kind == SubjectKind.Vehicle
                ? Expected(subject, new Actors.Vehicles.Vehicle { Vin = subject.Id }, VehicleFold.Apply, VehicleRow.Of, vehicle => vehicle)
                : Expected(subject, new DealershipBook { Code = subject.Id }, DealershipFold.Apply, DealershipRow.Of, book => book.At(time.GetUtcNow()));
            var answered = subject.Kind == SubjectKind.Vehicle ? Text(await Newest.Read(subject.Id)) : Text(await Newest.ReadDealership(subject.Id));
            if (answered != (revision, state))
            {
                world.Fail($"{subject.Key} is {answered}, and must be {(revision, state)}");
            }

            if (subject.Kind == SubjectKind.Vehicle && VehicleNews.Of(world.HistoryOf(subject, new AppliedOffsets())
                .Aggregate(new Actors.Vehicles.Vehicle { Vin = subject.Id }, VehicleFold.Apply)) is [var untold, ..])
            {
                world.Fail($"{subject.Key} has not told {untold.Type}");
            }

            if (world.Rows.GetValueOrDefault(subject.Key) != (revision, row))
            {
                world.Fail($"the row of {subject.Key} is {world.Rows.GetValueOrDefault(subject.Key)}, and must be {(revision, row)}");
            }
        }
    }

    private (long Revision, string State, string Row) Expected<TState, TRow, TView>(
        Subject subject, TState unborn, Func<TState, LoggedEvent, TState> apply, Func<TState, long, TRow> row, Func<TState, TView> view)
        where TState : class
    {
        var events = world.HistoryOf(subject, new AppliedOffsets()).ToList();
        var state = events.Aggregate(unborn, apply);
        return (events.Count, Json(view(state)), JsonSerializer.Serialize(row(state, events.Count)));
    }

    private static (long Revision, string State) Text<TState>(Live<TState>? live)
        where TState : class => live is null ? (0, string.Empty) : (live.Revision, Json(live.State));

    // What of a dealership depends on the day is left out.
    private static string Json<TState>(TState state) => state is Actors.Dealerships.Dealership dealership
        ? JsonSerializer.Serialize(dealership with { Today = null, Tomorrow = null })
        : JsonSerializer.Serialize(state, (JsonTypeInfo<TState>)SnapshotJson.Default.GetTypeInfo(typeof(TState))!);

    private static string Vin(int n) => $"WVWZZZ1JZ3W{n:000000}";
}
