using AutoCrm.Actors.Events;
using AutoCrm.Actors.Grains;
using AutoCrm.Actors.Silo.Events;
using AutoCrm.Actors.Silo.Owners;
using AutoCrm.Actors.Tests.Support;
using AutoCrm.Actors.Vehicles;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Orleans.Runtime.GrainDirectory;
using Xunit;

namespace AutoCrm.Actors.Silo.Tests.Owners;

/// <summary>
/// Two silos of one cluster of which one has a wrong opinion of where actors live: each actor has two activations, and
/// each of them gets the events of the partitions that its silo carries.
/// </summary>
public sealed class MisplacedActorTests : IAsyncLifetime
{
    private const int Vehicles = 24;
    private const int Dealerships = 8;
    private const int Partitions = 8;
    private const int MostTries = 5;
    private readonly PostgresFixture postgres = new();
    private readonly Opinion opinion = new();
    private WebApplication? one;
    private WebApplication? two;

    public async ValueTask InitializeAsync() => await postgres.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        await two!.StopAsync();
        await one!.StopAsync();
        await two.DisposeAsync();
        await one.DisposeAsync();
        await postgres.DisposeAsync();
    }

    [Fact]
    public async Task Actors_live_where_the_members_say_and_nowhere_else()
    {
        await Start(services => { });
        await Append(0, All);
        await Folded(Dealerships);

        var owners = one!.Services.GetRequiredService<ActorOwners>();
        var vehicles = await Activations();
        Assert.Equal(Vehicles, vehicles.Count);
        Assert.All(vehicles, stat => Assert.Equal(owners.OwnerOf(stat.GrainId), stat.SiloAddress));
        Assert.Equal(2, vehicles.Select(stat => stat.SiloAddress).Distinct().Count());
    }

    [Fact]
    public async Task Two_activations_of_each_actor_answer_with_all_of_its_events_and_one_is_left_at_the_end()
    {
        await Start(services => Misled(services));
        opinion.IsWrong = true;
        var last = await AppendAllThenOneOfTheFirstSilo();

        Assert.All(await Task.WhenAll(Revisions(one!), Revisions(two!)), all => Assert.All(all, r => Assert.Equal(last, r)));
        opinion.IsWrong = false;
        await Append(2, All);
        await Folded(last + Dealerships);
        Assert.All(await Task.WhenAll(Revisions(one!), Revisions(two!)), all => Assert.All(all, r => Assert.Equal(last + Dealerships, r)));
        await SiloFixture.Eventually(Elsewhere, left => left.Length == 0);
        await SiloFixture.Eventually(async () => (await Activations()).Count, count => count == Vehicles);
    }

    [Fact]
    public async Task Without_the_look_into_the_log_an_activation_misses_what_only_the_other_one_gets()
    {
        await Start(services => Misled(services).AddSingleton<IActorOwners, AlwaysAgreed>(), services => services.AddSingleton<IActorOwners, AlwaysAgreed>());
        opinion.IsWrong = true;

        // Which of the two activations misses something, and how much, is left to chance: here nothing keeps it from that.
        await Append(0, All);
        await Carried();
        await Append(1, All.First(d => Carried(one!).Contains(PartitionOf(d))));
        await Carried();

        long[][] known = await Task.WhenAll(Revisions(one!), Revisions(two!));
        Assert.Contains(known.SelectMany(all => all), revision => revision < Dealerships + 1);
    }

    // Both activations of each actor know everything; then only the silo with the right opinion carries one event of each.
    private async Task<int> AppendAllThenOneOfTheFirstSilo()
    {
        await Append(0, All);
        await Folded(Dealerships);
        Assert.All(await Task.WhenAll(Revisions(one!), Revisions(two!)), all => Assert.All(all, r => Assert.Equal(Dealerships, r)));
        await Append(1, All.First(d => Carried(one!).Contains(PartitionOf(d))));
        await Folded(Dealerships + 1);
        return Dealerships + 1;
    }

    private static string[] All => [.. Enumerable.Range(0, Dealerships).Select(n => $"D{n}")];

    private static int PartitionOf(string dealership) =>
        EventIdentity.PartitionOf(SiloFixture.Event("any", "{}", dealership: dealership), Partitions);

    private static int[] Carried(WebApplication silo) => silo.Services.GetRequiredService<Silo.Streams.OwnedPartitions>().Now;

    private static IGrainFactory Grains(WebApplication silo) => silo.Services.GetRequiredService<IGrainFactory>();

    private static string Vin(int n) => $"WVWZZZ1JZ3W{n:000000}";

    private async Task Start(Action<IServiceCollection> replace, Action<IServiceCollection>? replaceInOne = null)
    {
        one = await SiloFixture.Start(postgres.ConnectionString, replaceInOne ?? (_ => { }), $"--AutoCrm:Log:Partitions={Partitions}");
        two = await SiloFixture.Start(postgres.ConnectionString, replace, $"--AutoCrm:Log:Partitions={Partitions}");
        // Both silos carry partitions, and both know that.
        foreach (var silo in (WebApplication[])[one, two])
        {
            var members = silo.Services.GetRequiredService<IClusterMembershipService>();
            await SiloFixture.Eventually(
                () => Task.FromResult(members.CurrentSnapshot.Members.Count(m => m.Value.Status == SiloStatus.Active)), active => active == 2);
            await SiloFixture.Eventually(() => Task.FromResult(Carried(silo).Length), n => n == Partitions / 2);
        }
    }

    private IServiceCollection Misled(IServiceCollection services)
    {
        services.AddSingleton(opinion);
        services.AddSingleton<OwnerCache>();
        return services.AddSingleton<IGrainDirectoryCache, MisledCache>();
    }

    // Each vehicle has an event of each dealership, so of several partitions, which the silos share.
    private async Task Append(int round, params string[] dealerships)
    {
        var reply = await Grains(one!).GetGrain<IIntakeGrain>(0).Append([
            .. from dealership in dealerships
               from n in Enumerable.Range(0, Vehicles)
               select SiloFixture.Event(
                   "autocrm.service.completed.v1",
                   $$"""{"repairOrder":"R{{round}}","lines":[{"operation":"oil"}]}""",
                   Vin(n),
                   dealership: dealership),
        ]);
        Assert.All(reply.Results, result => Assert.Equal(AppendStatus.Appended, result.Status));
    }

    private Task<long[]> Revisions(WebApplication silo) => Task.WhenAll(Enumerable.Range(0, Vehicles).Select(n => Revision(silo, n)));

    // An actor that notices where it lives leaves; a silo with a wrong opinion sends the call to the same place again, until
    // Orleans gives it up. Whoever calls makes such a call again.
    private static async Task<long> Revision(WebApplication silo, int vehicle)
    {
        var actor = Grains(silo).GetGrain<IVehicleGrain>(Subject.Vehicle(Vin(vehicle)).Key);
        for (var tries = 1; ; tries++)
        {
            try
            {
                return (await actor.Get(null))!.Revision;
            }
            catch (OrleansMessageRejectionException) when (tries < MostTries)
            {
            }
        }
    }

    private async Task<List<DetailedGrainStatistic>> Activations()
    {
        var all = await Grains(one!).GetGrain<IManagementGrain>(0).GetDetailedGrainStatistics();
        return [.. all.Where(stat => stat.GrainId.Type.ToString() == "vehicle")];
    }

    /// <returns>The activations that are not where their actors live, a line each.</returns>
    private async Task<string> Elsewhere()
    {
        var owners = one!.Services.GetRequiredService<ActorOwners>();
        return string.Join('\n', from stat in await Activations() where !stat.SiloAddress.Equals(owners.OwnerOf(stat.GrainId)) select $"{stat.GrainId} in {stat.SiloAddress}");
    }

    private async Task Folded(int revision)
    {
        await using var source = NpgsqlDataSource.Create(postgres.ConnectionString);
        await SiloFixture.Eventually(
            async () =>
            {
                await using var command = source.CreateCommand($"SELECT count(*) FROM autocrm.vehicle_row WHERE revision = {revision}");
                return (long)(await command.ExecuteScalarAsync())!;
            },
            rows => rows == Vehicles);
    }

    private async Task Carried()
    {
        await using var source = NpgsqlDataSource.Create(postgres.ConnectionString);
        await SiloFixture.Carried(source);
    }

    private sealed class Opinion
    {
        public volatile bool IsWrong;
    }

    /// <summary>Sends every actor's messages to the silo in which it does not live.</summary>
    private sealed class MisledCache(OwnerCache right, Opinion opinion, IClusterMembershipService membership) : IGrainDirectoryCache
    {
        public IEnumerable<(GrainAddress ActivationAddress, int Version)> KeyValues => right.KeyValues;

        public bool LookUp(GrainId key, out GrainAddress result, out int version)
        {
            var isKnown = right.LookUp(key, out result, out version);
            if (isKnown && opinion.IsWrong && key.Type.ToString() == "vehicle")
            {
                var owner = result.SiloAddress;
                var other = membership.CurrentSnapshot.Members.Values.First(m => m.Status == SiloStatus.Active && !m.SiloAddress.Equals(owner));
                result = new GrainAddress { GrainId = key, SiloAddress = other.SiloAddress };
            }

            return isKnown;
        }

        public void AddOrUpdate(GrainAddress value, int version) => right.AddOrUpdate(value, version);

        public bool Remove(GrainId key) => right.Remove(key);

        public bool Remove(GrainAddress key) => right.Remove(key);

        public void Clear() => right.Clear();
    }

    private sealed class AlwaysAgreed(ActorOwners owners) : IActorOwners
    {
        public bool IsAgreedSince(long since) => true;

        public long KnownSince(Guid carrier) => long.MinValue;

        public bool IsHere(GrainId actor) => owners.IsHere(actor);
    }
}
