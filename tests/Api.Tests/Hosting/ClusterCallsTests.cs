using AutoCrm.Actors.Api.Hosting;
using Orleans.Runtime.Messaging;
using Xunit;

namespace AutoCrm.Actors.Api.Tests.Hosting;

public sealed class ClusterCallsTests : IDisposable
{
    private readonly ClusterLink link = new(() => true);
    private readonly ClusterCalls calls;

    public ClusterCallsTests()
    {
        calls = new ClusterCalls(link, TimeProvider.System);
        link.Set(3);
    }

    public void Dispose() => link.Dispose();

    [Fact]
    public async Task A_call_whose_connection_may_have_broken_is_made_again_at_once()
    {
        var never = new TaskCompletionSource<int>();
        var asked = Ask(attempt => attempt == 0 ? never.Task : Task.FromResult(attempt));

        link.Set(2);

        Assert.Equal(1, await asked.WaitAsync(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task An_answer_that_comes_in_spite_of_a_broken_connection_counts()
    {
        var answer = new TaskCompletionSource<int>();
        var asked = Ask(attempt => attempt == 0 ? answer.Task : Task.FromResult(-1));

        link.Set(2);
        answer.SetResult(7);

        Assert.Equal(7, await asked);
    }

    [Fact]
    public async Task What_a_silo_turns_away_or_cannot_take_is_asked_of_another()
    {
        Assert.Equal(3, await Ask(attempt => attempt switch
        {
            0 => Task.FromException<int>(new SiloUnavailableException("gone")),
            1 => Task.FromException<int>(new ConnectionFailedException("not here")),
            _ => Task.FromResult(attempt),
        }, repeat: answer => answer == 2));
    }

    [Fact]
    public async Task A_call_that_takes_longer_than_its_patience_is_made_again()
    {
        var never = new TaskCompletionSource<int>();

        Assert.Equal(1, await Ask(attempt => attempt == 0 ? never.Task : Task.FromResult(attempt), patience: TimeSpan.FromMilliseconds(20)));
    }

    [Fact]
    public async Task The_failure_of_an_actor_itself_is_not_repeated()
    {
        var made = 0;

        await Assert.ThrowsAsync<ArgumentException>(() => Ask(_ =>
        {
            made++;
            return Task.FromException<int>(new ArgumentException("no"));
        }));
        Assert.Equal(1, made);
    }

    [Fact]
    public async Task When_the_last_silo_goes_the_caller_is_told()
    {
        var never = new TaskCompletionSource<int>();
        var asked = Ask(_ => never.Task);

        link.Set(0);

        await Assert.ThrowsAsync<SiloUnavailableException>(() => asked.WaitAsync(TimeSpan.FromSeconds(10)));
    }

    private Task<int> Ask(Func<int, Task<int>> call, TimeSpan? patience = null, Func<int, bool>? repeat = null) =>
        calls.Ask(call, patience, repeat ?? (_ => false), CancellationToken.None);
}
