using Microsoft.Extensions.Hosting;
using AutoCrm.Actors.Silo.Due;
using AutoCrm.Actors.Grains;
using AutoCrm.Actors.Dealerships;
using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Silo.Tests.Decisions;
using AutoCrm.Actors.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace AutoCrm.Actors.Silo.Tests.Due;

/// <summary>What comes due happens once: with one silo, with two, and after a restart.</summary>
public sealed class DueSweepTests : IAsyncLifetime
{
    private const string Overdue = "autocrm.lead.overdue.v1";
    private const int Dealerships = 12;
    private readonly PostgresFixture postgres = new();
    private readonly SetClock clock = new();
    private readonly DateTimeOffset start = new(TimeProvider.System.GetUtcNow().Ticks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond, TimeSpan.Zero);
    private readonly List<WebApplication> silos = [];
    private NpgsqlDataSource? database;

    public async ValueTask InitializeAsync()
    {
        await postgres.InitializeAsync();
        database = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { SearchPath = "autocrm" });
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var silo in silos)
        {
            await silo.StopAsync();
            await silo.DisposeAsync();
        }

        await database!.DisposeAsync();
        await postgres.DisposeAsync();
    }

    [Fact]
    public async Task A_lead_that_nobody_contacts_becomes_overdue_when_its_time_is_over_and_not_before()
    {
        await Start();
        await Append(Lead("D1", "L1"), Lead("D1", "L2"), Contacted("D1", "L2"));
        await Eventually($"SELECT count(*) FROM dealership_row WHERE next_due_at = '{start.AddMinutes(30):O}'", 1);

        clock.Advance(TimeSpan.FromMinutes(27));
        await Looked();
        Assert.Equal(0, await Count(Overdue));

        clock.Advance(TimeSpan.FromMinutes(3));
        await Eventually($"SELECT count(*) FROM event_log WHERE type = '{Overdue}'", 1);
        await Eventually("SELECT count(*) FROM dealership_row WHERE next_due_at IS NULL AND code = 'D1'", 1);
        var dealership = await Dealership("D1").Get(null);
        Assert.Equal(1, dealership!.State.Pipeline.OverdueLeads);
        Assert.Equal("L1", dealership.State.OpenLeads.Single(lead => lead.Overdue).LeadId);
        var customer = silos[0].Services.GetRequiredService<IGrainFactory>().GetGrain<ICustomerGrain>(Subject.Customer("C-L1").Key);
        // The lead, that it makes the customer a lead, and that it is late.
        await SiloFixture.Eventually(() => customer.Get(null), live => live!.Revision == 3 && live.State.Leads[0].Overdue is not null);
    }

    [Fact]
    public async Task Two_silos_and_a_restart_make_it_happen_once()
    {
        await Start();
        await Start();
        await Append([.. Enumerable.Range(0, Dealerships).SelectMany(n => new[] { Lead($"D{n}", "L1"), Lead($"D{n}", "L2"), Order($"D{n}") })]);
        await Eventually("SELECT count(*) FROM dealership_row WHERE next_due_at IS NOT NULL", Dealerships);

        clock.Advance(TimeSpan.FromDays(3));
        await Eventually($"SELECT count(*) FROM event_log WHERE type = '{Overdue}'", 2 * Dealerships);
        await Eventually("SELECT count(*) FROM event_log WHERE type = 'autocrm.order.overdue.v1'", Dealerships);
        await Eventually("SELECT count(*) FROM dealership_row WHERE next_due_at IS NULL", Dealerships);

        foreach (var silo in silos)
        {
            await silo.StopAsync();
            await silo.DisposeAsync();
        }

        silos.Clear();
        // As after a crash that has lost the newest rows.
        await Execute("UPDATE dealership_row SET next_due_at = '2026-01-01'");
        await Start();
        await Eventually("SELECT count(*) FROM dealership_row WHERE next_due_at IS NOT NULL", 0);
        await Looked();
        Assert.Equal(2 * Dealerships, await Count(Overdue));
        Assert.Equal(Dealerships, await Count("autocrm.order.overdue.v1"));
    }

    [Fact]
    public async Task Two_activations_that_find_it_at_once_derive_one_event()
    {
        await using var clusters = await TwoClusters.Start("--AutoCrm:Due:Pause=01:00:00");
        var past = TimeProvider.System.GetUtcNow().AddHours(-1).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'");
        foreach (var n in Enumerable.Range(0, Dealerships))
        {
            await TwoClusters.Append(clusters.One, Lead($"D{n}", "L1", past));
        }

        var found = await Task.WhenAll(Enumerable.Range(0, Dealerships).SelectMany(n => new[] { clusters.One, clusters.Two }.Select(at =>
            at.GetGrain<IDealershipGrain>(Subject.Dealership($"D{n}").Key).DeriveDue())));

        Assert.All(found, Assert.Null);
        Assert.Equal(Dealerships, await clusters.Count($"event_log WHERE type = '{Overdue}'"));
        Assert.Equal(0, await clusters.Count("quarantine"));
    }

    [Fact]
    public async Task More_than_one_call_derives_comes_due_all_the_same()
    {
        await Start();
        await Append([.. Enumerable.Range(0, 350).Select(n => Lead("D1", $"L{n}"))]);
        await Eventually("SELECT count(*) FROM dealership_row WHERE next_due_at IS NOT NULL", 1);

        clock.Advance(TimeSpan.FromHours(1));

        await Eventually($"SELECT count(*) FROM event_log WHERE type = '{Overdue}'", 350);
        await Eventually("SELECT count(*) FROM dealership_row WHERE next_due_at IS NULL AND code = 'D1'", 1);
    }

    [Fact]
    public async Task What_comes_due_at_vehicles_and_at_customers_is_told_once_to_all_whom_it_concerns()
    {
        const string Vin = "WVWZZZ1JZ3W386752";
        await Start();
        await Append(
            Event("autocrm.vehicle.delivered.v1", """{"odometer":{"value":10,"unit":"km"}}""", "D1", "C-OWNER") with { Vin = Vin },
            Event("autocrm.vehicle.warranty-started.v1", """{"months":3}""", "D1", "C-OWNER") with { Vin = Vin },
            Event("autocrm.vehicle.maintenance-plan-set.v1", """{"months":2}""", "D1", "C-OWNER") with { Vin = Vin },
            Event("autocrm.vehicle.reserved.v1", $$"""{"reservation":"R1","until":"{{start.AddDays(3):O}}"}""", "D1", "C-OTHER") with { Vin = Vin },
            Event("autocrm.case.opened.v1", """{"caseId":"K1","kind":"complaint","severity":"normal","channel":"web"}""", "D1", "C-OWNER") with { Dealership = null });
        await Append(Event("autocrm.order.contract-signed.v1", $$"""{"orderId":"O1","finance":"lease","until":"{{start.AddMonths(8):O}}"}""", "D1", "C-LESSEE"));
        await Eventually("SELECT count(*) FROM vehicle_row WHERE next_due_at IS NOT NULL", 1);
        await Eventually("SELECT count(*) FROM customer_row WHERE next_due_at IS NOT NULL", 2);

        clock.Advance(TimeSpan.FromDays(80));

        await Eventually("SELECT count(*) FROM vehicle_row WHERE next_due_at IS NULL", 1);
        await Eventually("SELECT count(*) FROM customer_row WHERE next_due_at IS NULL AND id IN ('C-OWNER', 'C-LESSEE')", 2);
        await Looked();
        foreach (var (type, count) in new[] { ("service.due", 1), ("vehicle.warranty-ending", 1), ("vehicle.reservation-expired", 1), ("case.overdue", 2), ("order.contract-ending", 1) })
        {
            Assert.Equal(count, await Count($"autocrm.{type}.v1"));
        }

        Assert.Equal(1, await Scalar($"SELECT count(*) FROM event_log WHERE type = 'autocrm.service.due.v1' AND customer = 'C-OWNER' AND dealership = 'D1' AND vin = '{Vin}'"));
    }

    private NewEvent Lead(string dealership, string id, string? at = null) => Event(
        "autocrm.lead.received.v1", $$"""{"leadId":"{{id}}","channel":"web","interest":"buy"}""", dealership, $"C-{id}", at);

    private NewEvent Contacted(string dealership, string id) =>
        Event("autocrm.lead.contacted.v1", $$"""{"leadId":"{{id}}","channel":"phone"}""", dealership, $"C-{id}");

    private NewEvent Order(string dealership) => Event(
        "autocrm.order.placed.v1", $$"""{"orderId":"O1","expectedDelivery":"{{start.AddDays(2):O}}"}""", dealership, "C-O");

    private NewEvent Event(string type, string data, string dealership, string customer, string? at = null) => SiloFixture.Event(
        type, data, customer: customer, dealership: dealership, time: at ?? start.ToString("O"));

    private async Task Start() => silos.Add(await SiloFixture.Start(
        postgres.ConnectionString,
        UseClock,
        "--AutoCrm:Log:Partitions=8",
        "--AutoCrm:Due:Pause=00:00:00.050"));

    // The product's own clock: silos whose membership sees the time jump give each other up.
    private void UseClock(IServiceCollection services)
    {
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<EntityServices>(provider, clock));
        services.Remove(services.Single(service => service.ImplementationType == typeof(DueSweep)));
        services.AddSingleton<IHostedService>(provider => ActivatorUtilities.CreateInstance<DueSweep>(provider, clock));
    }

    private async Task Append(params NewEvent[] events)
    {
        var reply = await silos[0].Services.GetRequiredService<IGrainFactory>().GetGrain<IIntakeGrain>(0).Append([.. events]);
        Assert.All(reply.Results, result => Assert.Equal(AppendStatus.Appended, result.Status));
    }

    private IDealershipGrain Dealership(string code) =>
        silos[0].Services.GetRequiredService<IGrainFactory>().GetGrain<IDealershipGrain>(Subject.Dealership(code).Key);

    // A row that is due for nothing is put right by a look. The look after that one has begun when all its actors had
    // been asked, and it is over when the row is right again.
    private async Task Looked()
    {
        await Append(Event("autocrm.customer.registered.v1", """{"name":"Probe"}""", "PROBE", "C-PROBE"));
        await Eventually("SELECT count(*) FROM dealership_row WHERE code = 'PROBE'", 1);
        for (var looks = 0; looks < 2; looks++)
        {
            await Execute("UPDATE dealership_row SET next_due_at = '2026-01-01' WHERE code = 'PROBE'");
            await Eventually("SELECT count(*) FROM dealership_row WHERE code = 'PROBE' AND next_due_at IS NULL", 1);
        }
    }

    private Task<long> Count(string type) => Scalar($"SELECT count(*) FROM event_log WHERE type = '{type}'");

    private Task<long> Eventually(string sql, long expected) => SiloFixture.Eventually(() => Scalar(sql), count => count == expected);

    private async Task<long> Scalar(string sql)
    {
        await using var command = database!.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private async Task Execute(string sql)
    {
        await using var command = database!.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>A clock that the test sets ahead; timers and pauses go on as always.</summary>
    private sealed class SetClock : TimeProvider
    {
        private long ahead;

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Volatile.Read(ref ahead));

        public void Advance(TimeSpan by) => Interlocked.Add(ref ahead, by.Ticks);
    }
}
