using AutoCrm.Actors.Events;
using AutoCrm.Actors.Grains;
using AutoCrm.Actors.Grains.Dealerships;
using AutoCrm.Actors.Grains.Events;
using AutoCrm.Actors.Grains.Vehicles;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace AutoCrm.Actors.Silo.Tests.Simulation;

/// <summary>One silo's life: its actors and the partitions that it carries. When it is killed, nothing of it goes on.</summary>
internal sealed class SimulatedSilo : IActorOwners
{
    /// <summary>So long after a change nobody acts on the members that it knew before; short, so that most of a run is after it.</summary>
    public static readonly TimeSpan Disagreement = TimeSpan.FromSeconds(6);

    private static readonly DeliveryOptions Delivery = new() { Timeout = TimeSpan.FromSeconds(2), LongestPause = TimeSpan.FromSeconds(1) };
    private static readonly TimeSpan SweepPeriod = TimeSpan.FromSeconds(5);

    private readonly World world;
    private readonly Random random;
    private readonly FakeTimeProvider time;
    private readonly Weaknesses weaknesses;
    private readonly SimulatedStorage storage;
    private readonly SimulatedAnnouncements announcements;
    private readonly EntityServices services;
    private readonly SimulatedWriter<VehicleRow> vehicles;
    private readonly SimulatedWriter<DealershipRow> dealerships;
    private readonly Dictionary<Subject, SimulatedActor> actors = [];
    private readonly Dictionary<Guid, long> known = [];
    private readonly Dictionary<Subject, Task> held = [];
    private readonly int[] carries = new int[World.Partitions];
    private long agreedFrom = long.MinValue;
    private TaskCompletionSource awake = new();

    public SimulatedSilo(World world, Random random, FakeTimeProvider time, Weaknesses weaknesses, Func<bool> isCalm)
    {
        (this.world, this.random, this.time, this.weaknesses, IsCalm) = (world, random, time, weaknesses, isCalm);
        awake.SetResult();
        storage = new SimulatedStorage(world, this);
        announcements = new SimulatedAnnouncements(world, this);
        services = new EntityServices(storage, storage, storage, announcements, storage, this, weaknesses, time, NullLoggerFactory.Instance);
        vehicles = new(world, this, Subject.Vehicle);
        dealerships = new(world, this, Subject.Dealership);
    }

    /// <summary>Whether no more faults come.</summary>
    public Func<bool> IsCalm { get; }

    /// <summary>Whether it was killed.</summary>
    public bool IsDead { get; private set; }

    public void Start()
    {
        vehicles.Run().Ignore();
        dealerships.Run().Ignore();
        announcements.Run().Ignore();
        for (var partition = 0; partition < World.Partitions; partition++)
        {
            Carry(partition).Ignore();
        }
    }

    /// <summary>Whether the members' table says that it is dead.</summary>
    public bool IsGivenUp { get; private set; }

    public void GiveUp() => IsGivenUp = true;

    /// <summary>Nothing goes on until it is woken up, and it does not know that it slept.</summary>
    public void Sleep()
    {
        awake = new();
        world.Note("sleeps");
    }

    public void WakeUp() => awake.SetResult();

    public bool IsAsleep => !awake.Task.IsCompleted;

    public void Kill()
    {
        (IsDead, IsGivenUp) = (true, true);
        world.Note("killed");
    }

    /// <summary>Somebody came or went: from now on, for a while, others may carry the same.</summary>
    public void Disagree() => agreedFrom = time.GetTimestamp() + (long)(Disagreement.TotalSeconds * time.TimestampFrequency);

    /// <summary>Gives a partition away and gets it back: what others have confirmed meanwhile does not come here any more.</summary>
    public async Task GiveAway(int partition, int milliseconds)
    {
        carries[partition]++;
        await Pause(milliseconds);
        await Carry(partition);
    }

    /// <summary>Keeps whoever calls an actor waiting for a while.</summary>
    public void Hold(Subject subject, int milliseconds) => held[subject] = Pause(milliseconds);

    public bool IsAgreedSince(long since) => since >= agreedFrom;

    public long KnownSince(Guid carrier)
    {
        known.TryAdd(carrier, time.GetTimestamp());
        return world.Lacks == Rule.CarriersAreKnown ? long.MinValue : known[carrier];
    }

    public bool IsHere(GrainId actor) => true;

    public void DeactivateSome() => actors.Values.Where(_ => random.Next(3) == 0).ToList().ForEach(actor => actor.Leave());

    public void RepeatSomeRows()
    {
        vehicles.RepeatSome(random);
        dealerships.RepeatSome(random);
    }

    public Task<Live<Actors.Vehicles.Vehicle>?> Read(string vin) =>
        Call(Subject.Vehicle(vin), actor => ((Actors.Vehicles.IVehicleGrain)actor).Get(null));

    public Task<Live<Actors.Dealerships.Dealership>?> ReadDealership(string code) =>
        Call(Subject.Dealership(code), actor => ((Actors.Dealerships.IDealershipGrain)actor).Get(null));

    /// <summary>A question to the database, or a change of it: it takes a while, may fail, and may be done without an answer.</summary>
    public async Task<T> Ask<T>(Func<T> ask)
    {
        await Way(failure: "The connection is lost.");
        var answer = ask();
        await Way(failure: "The answer is lost.");
        return answer;
    }

    public async Task Pause(int milliseconds)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(milliseconds), time);
        await Alive();
    }

    private async Task Way(string failure)
    {
        await Task.Yield();
        if (random.Next(100) is var luck && luck < 25)
        {
            await Pause(random.Next(1, 40));
        }
        else if (luck == 99 && !IsCalm())
        {
            await Pause(random.Next(300, 1500));
        }

        await Alive();
        if (luck == 98 && !IsCalm())
        {
            throw new IOException(failure);
        }
    }

    // What a dead silo was about to do stays undone.
    private Task Alive() => IsDead ? new TaskCompletionSource().Task : awake.Task;

    private async Task<T> Call<T>(Subject subject, Func<IEntityGrain, Task<T>> method)
    {
        await Way(failure: "The message is lost.");
        await held.GetValueOrDefault(subject, Task.CompletedTask);
        while (actors.TryGetValue(subject, out var leaving) && leaving.IsLeaving)
        {
            await leaving.Gone;
        }

        if (!actors.TryGetValue(subject, out var actor))
        {
            actors[subject] = actor = new SimulatedActor(subject, () => Create(subject.Kind), gone => actors.Remove(gone.Subject));
        }

        var answer = await actor.Call(method);
        await Way(failure: "The answer of an actor is lost.");
        return answer;
    }

    private Grain Create(SubjectKind kind) => kind == SubjectKind.Vehicle ? new VehicleGrain(services, vehicles) : new DealershipGrain(services, dealerships);

    private async Task Carry(int partition)
    {
        var delivery = new SubjectDelivery(partition, subject => new Reference(this, subject), storage, this, Delivery, time, NullLogger.Instance);
        var carrier = new PartitionCarrier(partition, storage, storage, storage, delivery, weaknesses, NullLogger.Instance);
        var mine = ++carries[partition];
        var cursor = await Insist(() => storage.Read(partition, CancellationToken.None));
        var swept = time.GetTimestamp();
        while (carries[partition] == mine)
        {
            if (world.Log[partition].Count > cursor)
            {
                var batch = world.Log[partition].Skip((int)cursor).Take(random.Next(1, 9)).ToList();
                cursor += batch.Count;
                await Deliver(carrier, batch);
            }
            else
            {
                await Pause(10);
            }

            if (time.GetElapsedTime(swept) > SweepPeriod)
            {
                swept = time.GetTimestamp();
                await Attempt(() => carrier.FollowUp(CancellationToken.None));
                await Attempt(() => carrier.Sweep(CancellationToken.None));
            }
        }

        await carrier.Stop();
    }

    // The stream may lose what it delivers, bring it twice, or bring the second half first.
    private async Task Deliver(PartitionCarrier carrier, List<LoggedEvent> batch)
    {
        var fate = IsCalm() ? 99 : random.Next(100);
        var half = batch.Count / 2;
        List<LoggedEvent>[] deliveries = fate switch
        {
            < 8 => [],
            < 16 => [batch, batch],
            < 24 when half > 0 => [batch[half..], batch[..half]],
            _ => [batch],
        };
        foreach (var delivered in deliveries)
        {
            // It tries a few times and then gives up.
            for (var attempt = 0; attempt < 3 && !await Attempt(() => carrier.Take([.. delivered])); attempt++)
            {
                await Pause(100);
            }
        }
    }

    private static async Task<bool> Attempt(Func<Task> step)
    {
        try
        {
            await step();
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private async Task<T> Insist<T>(Func<Task<T>> ask)
    {
        while (true)
        {
            try
            {
                return await ask();
            }
            catch (IOException)
            {
                await Pause(50);
            }
        }
    }

    private sealed class Reference(SimulatedSilo silo, Subject subject) : IEntityGrain
    {
        public Task<RowTicket> Apply(EventBatch batch) => silo.Call(subject, actor => actor.Apply(batch));

        public Task<RowAnswer> Confirm(RowTicket ticket) => silo.Call(subject, actor => actor.Confirm(ticket));

        // Nothing comes due in a simulation: its events tell of no clocks.
        public Task<DateTimeOffset?> DeriveDue() => Task.FromResult<DateTimeOffset?>(null);

        public Task<long> Rebuild() => silo.Call(subject, actor => actor.Rebuild());

        public Task CatchUp() => silo.Call(subject, async actor =>
        {
            await actor.CatchUp();
            return true;
        });
    }
}
