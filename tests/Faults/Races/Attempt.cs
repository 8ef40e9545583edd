using System.Text.Json;
using AutoCrm.Actors.Faults.Workload;

namespace AutoCrm.Actors.Faults.Races;

/// <summary>A command of a dealership's user, over HTTP.</summary>
/// <param name="Dealership">Whose user it is.</param>
/// <param name="Command">The mutation.</param>
/// <param name="Mutation">Its <c>clientMutationId</c>.</param>
/// <param name="Members">The other members of its input, as GraphQL.</param>
/// <param name="More">What is asked for beside position and rejection.</param>
internal sealed record Attempt(string Dealership, string Command, string Mutation, string Members, string More = "")
{
    /// <summary>Sends it.</summary>
    /// <returns>What came of it, or why nobody knows.</returns>
    public async Task<(Decided? Decided, string? Failure)> Send(Endpoint at)
    {
        var (answer, failure) = await at.Query(
            $"mutation {{ {Command}(input: {{ clientMutationId: \"{Mutation}\", {Members} }}) {{ position rejection {{ code }} {More} }} }}", new { });
        return answer is { } data ? (Read(data.GetProperty(Command)), null) : (null, failure);
    }

    private static Decided Read(JsonElement outcome) => new(
        outcome.GetProperty("rejection") is { ValueKind: JsonValueKind.Object } rejection ? rejection.GetProperty("code").GetString() : null,
        outcome.GetProperty("position").GetString(),
        outcome);
}

/// <summary>What came of a command: a position if it was accepted, the code of a rejection if not.</summary>
internal sealed record Decided(string? Rejection, string? Position, JsonElement Outcome)
{
    public bool IsAccepted => Rejection is null;

    /// <summary>What a repeat has to answer, too.</summary>
    public (string? Rejection, string? Position) Answer => (Rejection, Position);
}
