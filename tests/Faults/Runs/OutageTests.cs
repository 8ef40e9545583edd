using System.Globalization;
using System.Net.Http.Headers;
using AutoCrm.Actors.Faults.Chaos;
using AutoCrm.Actors.Faults.Fleet;
using AutoCrm.Actors.Faults.Nemesis;
using Npgsql;
using Xunit;

namespace AutoCrm.Actors.Faults.Runs;

/// <summary>
/// PostgreSQL is away for 15 s under load, or as many as <c>AUTOCRM_OUTAGE_SECONDS</c> says: clients are told to come
/// later, memory stays flat, and every partition goes on within 5 s of its return.
/// </summary>
[Collection(nameof(TimedTests))]
public sealed class OutageTests(FaultFixture fixture)
{
    private const int MostMegabytesMore = 320;
    private static readonly TimeSpan CatchUpBound = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan MostCatchUp = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Away = TimeSpan.FromSeconds(double.Parse(
        Environment.GetEnvironmentVariable("AUTOCRM_OUTAGE_SECONDS") ?? "15", CultureInfo.InvariantCulture));

    private readonly List<string> answers = [];
    private int megabytesMore;
    private TimeSpan untilCatchUp;

    [Fact]
    public async Task Without_its_database_the_system_refuses_in_bounded_memory_and_catches_up_at_once()
    {
        var plan = new ChaosPlan
        {
            Seed = FaultCycleTests.Seed,
            Load = new(Writers: 4, Readers: 1, Watchers: 1),
            Around = TimeSpan.FromSeconds(2),
            Fleet = new FleetPlan { Silos = 1, Apis = 1 },
        };
        await using var own = await fixture.Run(plan);
        var loading = HoldUpLoading(own.Fleet);

        var result = await own.Begin().Cycle(1, new Fault("postgres-away", $"{Away}", Strike));

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"away {Away.TotalSeconds:0} s: {answers.Count} refusals, {megabytesMore} MB more, catch-up after {untilCatchUp.TotalSeconds:0.00} s, {result.Events} events");
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => loading);
        Assert.Empty(result.Anomalies);
        Assert.NotEmpty(answers);
        Assert.All(answers, answer => Assert.Equal("503, Retry-After", answer));
        Assert.InRange(megabytesMore, 0, MostMegabytesMore);
        Assert.InRange(untilCatchUp, TimeSpan.Zero, CatchUpBound);
    }

    // Until PostgreSQL goes: then many actors are being loaded, as where not every vehicle has just been in use.
    private static async Task HoldUpLoading(RunningFleet fleet)
    {
        await using var command = fleet.Straight.CreateCommand(
            "BEGIN; LOCK TABLE customer_row, vehicle_row, dealership_row; SELECT pg_sleep(60)");
        await command.ExecuteNonQueryAsync();
    }

    private async Task Strike(RunningFleet fleet)
    {
        ServiceProcess[] processes = [fleet.Silos[0].Process, fleet.Apis[0].Process];
        var before = processes.Sum(process => process.Megabytes);
        await fleet.Postgres.Crash();
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(30) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", fleet.Token);
        var began = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(began) < Away)
        {
            answers.Add(await Post(http, fleet));
            megabytesMore = Math.Max(megabytesMore, processes.Sum(process => process.Megabytes) - before);
            Assert.All(processes, process => Assert.True(process.IsRunning));
            await Task.Delay(100);
        }

        await fleet.Postgres.Recover();
        untilCatchUp = await Folds(fleet);
    }

    private static async Task<string> Post(HttpClient http, RunningFleet fleet)
    {
        using var content = new StringContent(
            $$$"""[{"specversion":"1.0","id":"{{{Guid.NewGuid():N}}}","source":"/outage","type":"com.example.note.v1","time":"2026-11-23T08:00:00Z","dealership":"D1","data":{}}]""",
            MediaTypeHeaderValue.Parse("application/cloudevents-batch+json"));
        using var answer = await http.PostAsync(new Uri(fleet.Apis[0].Address, "/events"), content);
        return $"{(int)answer.StatusCode}{(answer.Headers.RetryAfter is null ? string.Empty : ", Retry-After")}";
    }

    // From the moment at which the database answers until every partition that was behind then has moved: read, folded, written.
    private static async Task<TimeSpan> Folds(RunningFleet fleet)
    {
        fleet.Straight.Clear();
        var database = new DatabaseReader(fleet.Straight, fleet.MasterKeyText);
        var began = TimeProvider.System.GetTimestamp();
        var first = await database.ReadBehind();
        var waiting = first;
        while (waiting.Count > 0 && TimeProvider.System.GetElapsedTime(began) < MostCatchUp)
        {
            await Task.Delay(50);
            var now = await database.ReadBehind();
            waiting = waiting.Where(partition => now.GetValueOrDefault(partition.Key, long.MaxValue) <= first[partition.Key]).ToDictionary();
        }

        return TimeProvider.System.GetElapsedTime(began);
    }
}
