using AutoCrm.Actors.Api.Tests.Graph.Host;
using GraphQL;
using GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AutoCrm.Actors.Api.Tests.Graph;

public sealed class SchemaSnapshotTests(Showroom host) : IClassFixture<Showroom>
{
    private const string Update = "AUTOCRM_UPDATE_SNAPSHOTS";

    [Fact]
    public void The_printed_schema_is_the_checked_in_one()
    {
        var printed = host.Services.GetRequiredService<ISchema>().Print(new() { StringComparison = StringComparison.Ordinal }).ReplaceLineEndings("\n");
        var file = Path.Combine(Repository.Root, "tests", "Api.Tests", "Graph", "schema.graphql");
        if (Environment.GetEnvironmentVariable(Update) == "1")
        {
            File.WriteAllText(file, printed);
        }

        Assert.True(
            File.Exists(file) && File.ReadAllText(file) == printed,
            $"The GraphQL schema has changed. If that is meant, run this test with {Update}=1, which rewrites {file}, and review the difference: it is the API's change log.");
    }
}
