using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Orleans.Serialization;
using Xunit;

namespace AutoCrm.Actors.Silo.Tests.Hosting;

/// <summary>What an actor's caller in another process hears of a database that fails.</summary>
public sealed class DatabaseFailureTests(SiloFixture silo)
{
    private static readonly (NpgsqlException Failure, string Reason)[] Transient =
    [
        (new NpgsqlException("Failed to connect to 10.1.2.3", new SocketException(32)), "SocketException"),
        (new NpgsqlException("Exception while reading from stream", new TimeoutException()), "TimeoutException"),
        (new PostgresException("the database system is starting up", "FATAL", "FATAL", "57P03"), "57P03"),
    ];

    [Fact]
    public void What_may_pass_is_a_failure_of_the_cluster() => Assert.All(Transient, one =>
        Assert.Equal($"The database does not answer ({one.Reason}).", Assert.IsType<OrleansException>(Heard(one.Failure)).Message));

    [Fact]
    public void What_does_not_pass_is_an_error() => Assert.Equal(
        "The database refused (42P01).",
        Assert.IsType<InvalidOperationException>(Heard(new PostgresException("relation x does not exist", "ERROR", "ERROR", "42P01"))).Message);

    [Fact]
    public void It_may_be_the_reason_of_something_else() =>
        Assert.IsType<OrleansException>(Heard(new TimeoutException("slow", new PostgresException("going", "FATAL", "FATAL", "57P01"))).InnerException);

    // By somebody who knows nothing of PostgreSQL.
    private Exception Heard(Exception failure)
    {
        var written = silo.Services.GetRequiredService<Serializer>().SerializeToArray(failure);
        using var elsewhere = new ServiceCollection().AddSerializer().BuildServiceProvider();
        return elsewhere.GetRequiredService<Serializer>().Deserialize<Exception>(written)!;
    }
}
