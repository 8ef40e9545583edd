using System.Diagnostics;
using AutoCrm.Actors.Api.Tests.Graph.Host;
using Xunit;

namespace AutoCrm.Actors.Api.Tests.Graph;

public sealed class LimitTests(Showroom host) : IClassFixture<Showroom>
{
    private const string TooLarge = "DOCUMENT_TOO_LARGE";

    [Fact]
    public async Task A_long_document_is_refused_before_it_is_read() =>
        Assert.Equal(TooLarge, await host.Code(Tokens.Headquarters, "{ vehicles { totalCount } } #" + new string('x', 15_000)));

    [Fact]
    public async Task Thousands_of_fields_are_refused_fast()
    {
        var query = $"{{ vehicles {{ {string.Join(' ', Enumerable.Repeat("a", 2_000))} }} }}";
        var started = Stopwatch.GetTimestamp();
        Assert.Equal(TooLarge, await host.Code(Tokens.Headquarters, query));
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task A_deep_selection_is_refused()
    {
        var deep = string.Concat(Enumerable.Repeat("{ edges ", 11)) + string.Concat(Enumerable.Repeat('}', 11));
        Assert.Equal(TooLarge, await host.Code(Tokens.Headquarters, $"{{ vehicles {deep} }}"));
    }

    [Fact]
    public async Task A_deep_selection_through_fragments_is_refused()
    {
        var chain = string.Join(' ', Enumerable.Range(0, 11).Select(i => $"fragment F{i} on VehicleConnection {{ edges {{ ...F{i + 1} }} }}"));
        Assert.Equal(TooLarge, await host.Code(Tokens.Headquarters, $"{{ vehicles {{ ...F0 }} }} {chain} fragment F11 on VehicleConnection {{ totalCount }}"));
    }

    [Fact]
    public async Task Fragments_that_spread_each_other_are_refused_in_linear_time()
    {
        var web = string.Join(' ', Enumerable.Range(0, 40).Select(i => $"fragment F{i} on Query {{ ...F{(i + 1) % 40} ...F{(i + 2) % 40} }}"));
        var started = Stopwatch.GetTimestamp();
        await host.Code(Tokens.Headquarters, $"{{ ...F0 }} {web}");
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task Fragments_that_double_each_other_are_refused_in_linear_time()
    {
        var tower = string.Join(' ', Enumerable.Range(0, 60).Select(i => $"fragment F{i} on Query {{ ...F{i + 1} ...F{i + 1} }}"));
        var started = Stopwatch.GetTimestamp();
        Assert.Equal(TooLarge, await host.Code(Tokens.Headquarters, $"{{ ...F0 }} {tower} fragment F60 on Query {{ vehicles {{ totalCount }} }}"));
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task A_schema_query_that_multiplies_the_schema_is_refused() => Assert.Equal(
        TooLarge,
        await host.Code(Tokens.Headquarters, "{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }"));

    [Fact]
    public async Task Many_aliases_are_refused() => Assert.Equal(
        TooLarge,
        await host.Code(Tokens.Headquarters, $"{{ vehicles {{ {string.Join(' ', Enumerable.Range(0, 16).Select(i => $"a{i}: totalCount"))} }} }}"));

    [Fact]
    public async Task Many_root_fields_are_refused() => Assert.Equal(
        TooLarge,
        await host.Code(Tokens.Headquarters, $"{{ {string.Join(' ', Enumerable.Range(0, 11).Select(i => $"a{i}: vehicles {{ totalCount }}"))} }}"));

    [Fact]
    public async Task Many_directives_are_refused() => Assert.Equal(
        TooLarge,
        await host.Code(Tokens.Headquarters, $"{{ vehicles {{ totalCount {string.Concat(Enumerable.Repeat("@include(if: true) ", 51))} }} }}"));

    [Fact]
    public async Task Nested_pages_cost_too_much() => Assert.Equal(
        "TOO_COMPLEX",
        await host.Code(Tokens.Headquarters, "{ vehicles(first: 100) { edges { node { timeline(first: 100) { edges { node { at } } } } } } }"));

    [Theory]
    [InlineData("-1")]
    [InlineData("0")]
    [InlineData("101")]
    [InlineData("100000")]
    public async Task A_page_out_of_bounds_is_refused(string first) =>
        Assert.Equal("BAD_INPUT", await host.Code(Tokens.Headquarters, $"{{ vehicles(first: {first}) {{ totalCount }} }}"));

    [Fact]
    public async Task A_page_out_of_bounds_in_a_variable_is_refused() => Assert.Equal(
        "BAD_INPUT",
        await host.Code(Tokens.Headquarters, "query($n: Int) { vehicles(first: $n) { totalCount } }", new { n = -1_000_000 }));

    [Fact]
    public async Task No_page_size_at_all_is_the_default_one()
    {
        var data = await host.Data(Tokens.Headquarters, "{ vehicles(first: null) { edges { cursor } } }");
        Assert.Equal(2, data.GetProperty("vehicles").GetProperty("edges").GetArrayLength());
    }

    [Fact]
    public async Task The_standard_introspection_query_is_answered()
    {
        var data = await host.Data(Tokens.Headquarters, Introspection);
        Assert.Equal("Query", data.GetProperty("__schema").GetProperty("queryType").GetProperty("name").GetString());
    }

    private const string Introspection = """
        query IntrospectionQuery { __schema { queryType { name } mutationType { name } subscriptionType { name }
          types { ...FullType } directives { name description locations args { ...InputValue } } } }
        fragment FullType on __Type { kind name description
          fields(includeDeprecated: true) { name description args { ...InputValue } type { ...TypeRef } isDeprecated deprecationReason }
          inputFields { ...InputValue } interfaces { ...TypeRef }
          enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason } possibleTypes { ...TypeRef } }
        fragment InputValue on __InputValue { name description type { ...TypeRef } defaultValue }
        fragment TypeRef on __Type { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name
          ofType { kind name ofType { kind name } } } } } } } }
        """;
}
