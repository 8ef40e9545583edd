using AutoCrm.Actors.Api.Tests.Graph.Host;
using Xunit;

namespace AutoCrm.Actors.Api.Tests.Transports;

/// <summary>What the caller is told, and what is logged, when something behind the edge fails.</summary>
public sealed class FailureTests : IAsyncLifetime
{
    private const string Query = "{ vehicle(vin: \"4T1BE32K13U193407\") { vin } }";
    private readonly ImpatientShowroom host = new();

    public ValueTask InitializeAsync() => host.InitializeAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task An_unforeseen_failure_is_told_as_a_number_and_logged_without_data()
    {
        host.States.Failure = new InvalidCastException("SECRET");
        var answer = (await host.Ask(Tokens.Headquarters, Query)).ToString();
        Assert.Contains("INTERNAL", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("InvalidCast", answer, StringComparison.Ordinal);
        Assert.Contains("InvalidCastException", host.Logs.All, StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", host.Logs.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_silo_that_is_away_is_UNAVAILABLE()
    {
        host.States.Failure = new SiloUnavailableException("away");
        Assert.Equal("UNAVAILABLE", await host.Code(Tokens.Headquarters, Query));
    }

    [Fact]
    public async Task An_actor_that_never_answers_is_given_up()
    {
        var never = new TaskCompletionSource();
        host.States.Pause = never.Task;
        Assert.Equal("TIMEOUT", await host.Code(Tokens.Headquarters, Query));
    }

    [Fact]
    public async Task A_database_that_does_not_answer_is_given_up_and_its_statement_cancelled()
    {
        await host.Database.Execute("INSERT INTO vehicle_row VALUES ('SERIAL1', 1, NULL, NULL, NULL, NULL, 0, 0, '{}', now())");
        await host.Database.Execute("ALTER TABLE vehicle_row RENAME TO moved");
        await host.Database.Execute("CREATE VIEW vehicle_row AS SELECT moved.* FROM moved CROSS JOIN LATERAL (SELECT pg_sleep(60), moved.vin) AS slow (pause) WHERE slow.pause IS NOT NULL");
        Assert.Equal("TIMEOUT", await host.Code(Tokens.Headquarters, "{ vehicles { edges { node { vin } } } }"));
        await using var command = host.Database.Source.CreateCommand(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state = 'active' AND pid <> pg_backend_pid()");
        for (var i = 0; (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))! > 0; i++)
        {
            Assert.True(i < 100, "The statement still runs.");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task Actors_are_asked_at_most_so_many_at_the_same_time()
    {
        for (var i = 0; i < 60; i++)
        {
            await host.Database.Execute("INSERT INTO vehicle_row VALUES ($1, 1, NULL, NULL, NULL, NULL, 0, 0, '{}', now())", $"SERIAL{i:000}");
        }

        await host.Data(Tokens.Headquarters, "{ vehicles(first: 60) { edges { node { color } } } }");
        Assert.InRange(host.States.MostAtOnce, 1, 16);
    }
}

internal sealed class ImpatientShowroom : GraphHost
{
    protected override Dictionary<string, string?> Settings => new() { ["AutoCrm:Graph:Timeout"] = "00:00:01" };
}
