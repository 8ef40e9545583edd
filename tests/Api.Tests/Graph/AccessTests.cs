using AutoCrm.Actors.Api.Auth;
using AutoCrm.Actors.Api.Graph;
using AutoCrm.Actors.Api.Tests.Graph.Host;
using AutoCrm.Actors.Commands;
using AutoCrm.Actors.Customers;
using GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AutoCrm.Actors.Api.Tests.Graph;

public sealed class AccessTests(Showroom host) : IClassFixture<Showroom>
{
    private const string Forbidden = "FORBIDDEN";

    private static readonly Dictionary<string, string[]> RootRoles = new(CommandCatalogue.All.Select(
        command => KeyValuePair.Create(command.Name, command.Name == "openRecall" ? (string[])["hq"] : ["hq", "dealership"])))
    {
        ["vehicle"] = ["hq", "dealership", "subscriber"],
        ["vehicles"] = ["hq", "dealership", "subscriber"],
        ["vehicleChanged"] = ["hq", "dealership", "subscriber"],
        ["customer"] = ["hq", "dealership"],
        ["customerByNumber"] = ["hq", "dealership"],
        ["customers"] = ["hq", "dealership"],
        ["dealership"] = ["hq", "dealership"],
        ["dealerships"] = ["hq", "dealership"],
        ["quarantine"] = ["hq"],
        ["reserveVehicle"] = ["hq", "dealership"],
        ["releaseReservation"] = ["hq", "dealership"],
        ["retryQuarantined"] = ["hq"],
        ["eraseCustomer"] = ["hq"],
        ["mergeCustomers"] = ["hq", "dealership"],
        ["unmergeCustomers"] = ["hq", "dealership"],
    };

    public static TheoryData<string, string, bool> Matrix()
    {
        var matrix = new TheoryData<string, string, bool>();
        foreach (var (field, roles) in RootRoles)
        {
            foreach (var role in (string[])["hq", "dealership", "subscriber"])
            {
                matrix.Add(field, role, roles.Contains(role));
            }
        }

        return matrix;
    }

    [Fact]
    public void The_matrix_knows_every_root_field_of_the_schema()
    {
        var schema = host.Services.GetRequiredService<ISchema>();
        var fields = schema.Query.Fields.Concat(schema.Mutation!.Fields).Concat(schema.Subscription!.Fields).Select(field => field.Name);
        Assert.Equal(RootRoles.Keys.Order(), fields.Order());
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task A_root_field_is_open_to_its_roles_alone(string field, string role, bool open)
    {
        var schema = host.Services.GetRequiredService<ISchema>();
        if (schema.Subscription!.GetField(field) is { } subscription)
        {
            // A subscription needs a stream; that the declared roles are enforced is proven on the fields below.
            Assert.Equal(open, subscription.AccessOf()!.Roles.Contains(RoleOf(role)));
            return;
        }

        var operation = schema.Mutation!.GetField(field) is null ? "query" : "mutation";
        var answer = await host.Ask(TokenOf(role), $"{operation} {{ {Root(field)} {{ __typename }} }}");
        Assert.Equal(!open, answer.ToString().Contains(Forbidden, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("query { ... on Query { customer(id: \"C-SHARED\") { id } } }")]
    [InlineData("query { ...F } fragment F on Query { customers { totalCount } }")]
    [InlineData("query { vehicle: customer(id: \"C-SHARED\") { id } }")]
    [InlineData("query Q($no: Boolean = false) { customer(id: \"C-SHARED\") @include(if: $no) { id } }")]
    public async Task A_closed_field_is_refused_wherever_it_stands(string query) =>
        Assert.Equal(Forbidden, await host.Code(Tokens.Subscriber, query));

    [Fact]
    public async Task A_refused_document_asks_no_actor()
    {
        var before = host.States.Asked;
        await host.Code(Tokens.Subscriber, "{ vehicle(vin: \"4T1BE32K13U193407\") { vin } customer(id: \"C-SHARED\") { id } }");
        Assert.Equal(before, host.States.Asked);
    }

    [Fact]
    public async Task Headquarters_sees_everything()
    {
        var seen = await Everything(Tokens.Headquarters);
        Assert.All([.. Showroom.Personal, .. Showroom.BusinessOfD1, .. Showroom.BusinessOfD2, .. Showroom.Technical], mark => Assert.Contains(mark, seen, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Headquarters_without_the_right_sees_no_personal_data()
    {
        var seen = await Everything(Tokens.HeadquartersWithoutPersonalData);
        Assert.All(Showroom.Personal, mark => Assert.DoesNotContain(mark, seen, StringComparison.Ordinal));
        Assert.All([.. Showroom.BusinessOfD1, .. Showroom.BusinessOfD2], mark => Assert.Contains(mark, seen, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_dealership_sees_its_own_business_and_its_customers_personal_data_and_nothing_of_others()
    {
        var seen = await Everything(Tokens.Dealership("D1"));
        Assert.All([.. Showroom.Personal, .. Showroom.BusinessOfD1, .. Showroom.Technical], mark => Assert.Contains(mark, seen, StringComparison.Ordinal));
        Assert.All([.. Showroom.BusinessOfD2, "\"D2\"", Showroom.OnlyD2, Showroom.OtherCar], mark => Assert.DoesNotContain(mark, seen, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_dealership_without_the_right_sees_no_personal_data()
    {
        var seen = await Everything(Tokens.Dealership("D1", personal: false));
        Assert.All([.. Showroom.Personal, .. Showroom.BusinessOfD2], mark => Assert.DoesNotContain(mark, seen, StringComparison.Ordinal));
        Assert.All(Showroom.BusinessOfD1, mark => Assert.Contains(mark, seen, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_subscriber_sees_technical_facts_alone()
    {
        var seen = await Everything(Tokens.Subscriber, "vehicle", "vehicles");
        Assert.All(Showroom.Technical, mark => Assert.Contains(mark, seen, StringComparison.Ordinal));
        Assert.All(
            [.. Showroom.Personal, .. Showroom.BusinessOfD1, .. Showroom.BusinessOfD2, "\"D1\"", "\"D2\""],
            mark => Assert.DoesNotContain(mark, seen, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{ customer(id: \"C-D2\") { id } }", "customer")]
    [InlineData("{ customer(id: \"C-UNKNOWN\") { id } }", "customer")]
    [InlineData("{ dealership(code: \"D2\") { code } }", "dealership")]
    [InlineData("{ dealership(code: \"D-UNKNOWN\") { code } }", "dealership")]
    public async Task What_is_of_another_dealership_looks_as_if_it_did_not_exist(string query, string field)
    {
        var data = await host.Data(Tokens.Dealership("D1"), query);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, data.GetProperty(field).ValueKind);
    }

    [Theory]
    [InlineData("{ customers(filter: { dealership: \"D2\" }) { totalCount } }")]
    [InlineData("{ vehicles(filter: { dealership: \"D2\" }) { totalCount } }")]
    [InlineData("{ vehicles(filter: { stockOf: \"D2\" }) { totalCount } }")]
    public async Task A_dealership_cannot_learn_by_a_filter_who_else_knows_its_customers(string query) =>
        Assert.Equal(Forbidden, await host.Code(Tokens.Dealership("D1"), query));

    [Fact]
    public async Task A_search_by_name_needs_the_right_to_read_personal_data() =>
        Assert.Equal(Forbidden, await host.Code(Tokens.HeadquartersWithoutPersonalData, "{ customers(filter: { nameStartsWith: \"P\" }) { totalCount } }"));

    [Fact]
    public async Task Suggestions_are_for_headquarters_alone()
    {
        const string query = "{ vehicle(vin: \"4T1BE32K13U193407\") { mak } }";
        Assert.Contains("Did you mean", (await host.Ask(Tokens.Headquarters, query)).ToString(), StringComparison.Ordinal);
        var answer = (await host.Ask(Tokens.Subscriber, query)).ToString();
        Assert.Contains("mak", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("Did you mean", answer, StringComparison.Ordinal);
    }

    [Fact]
    public void A_schema_with_a_field_that_declares_no_access_does_not_start()
    {
        var failure = Assert.Throws<InvalidOperationException>(() => Start(query => query.Field<StringGraphType>("open").Resolve(_ => "x")));
        Assert.Contains("Query.open", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_root_field_that_names_no_roles_does_not_start() => Assert.Throws<InvalidOperationException>(
        () => Start(query => query.Field<StringGraphType>("open").ForEveryone("Open.").Resolve(_ => "x")));

    [Fact]
    public void A_field_that_may_be_withheld_must_be_nullable()
    {
        var failure = Assert.Throws<InvalidOperationException>(() => Start(query =>
            query.Field("person", new Person()).For(Access.Root(CallerRole.Headquarters), "A person.").Resolve(_ => "x")));
        Assert.Contains("Person.name", failure.Message, StringComparison.Ordinal);
    }

    private static string TokenOf(string role) => role switch
    {
        "hq" => Tokens.Headquarters,
        "dealership" => Tokens.Dealership("D1"),
        _ => Tokens.Subscriber,
    };

    private static CallerRole RoleOf(string role) => role switch
    {
        "hq" => CallerRole.Headquarters,
        "dealership" => CallerRole.Dealership,
        _ => CallerRole.Subscriber,
    };

    private static string Root(string field) => field switch
    {
        "vehicle" => $"vehicle(vin: \"{Showroom.Car}\")",
        "customer" => $"customer(id: \"{Showroom.Shared}\")",
        "customerByNumber" => $"customerByNumber(dealership: \"D1\", number: \"{Showroom.NumberAtD1}\")",
        "dealership" => "dealership(code: \"D1\")",
        "reserveVehicle" => Reserve("D1"),
        "releaseReservation" => $"releaseReservation(input: {{ clientMutationId: \"m\", vin: \"{Showroom.Car}\", reservation: \"R\", dealership: \"D1\" }})",
        "retryQuarantined" => field,
        _ when CommandCatalogue.Find(field) is { } command => CommandInputText.Of(command, "D1"),
        "eraseCustomer" => "eraseCustomer(input: { clientMutationId: \"m\", customer: \"C-NOBODY\", reason: REQUEST })",
        "mergeCustomers" => "mergeCustomers(input: { clientMutationId: \"m\", customer: \"C-NOBODY\", into: \"C-NOBODY-2\" })",
        "unmergeCustomers" => "unmergeCustomers(input: { clientMutationId: \"m\", customer: \"C-NOBODY\" })",
        _ => field + "(first: 2)",
    };

    private static string Reserve(string? dealership) => $"reserveVehicle(input: {{ clientMutationId: \"m\", vin: \"{Showroom.Car}\", "
        + $"customer: \"{Showroom.Shared}\", until: \"2027-01-01T00:00:00Z\"{(dealership is null ? string.Empty : $", dealership: \"{dealership}\"")} }})";

    [Fact]
    public async Task A_dealership_merges_in_its_own_name_and_headquarters_in_nobodys()
    {
        await host.Data(Tokens.Dealership("D1"), $"mutation {{ {Root("mergeCustomers")} {{ position }} }}");
        Assert.Equal(("D1", false), Assert.IsType<MergeCustomer>(host.Commands.Last) is var merge ? (merge.Dealership, merge.ByHeadquarters) : default);
        await host.Data(Tokens.Headquarters, $"mutation {{ {Root("unmergeCustomers")} {{ position }} }}");
        Assert.Equal((string.Empty, true), Assert.IsType<UnmergeCustomer>(host.Commands.Last) is var unmerge ? (unmerge.Dealership, unmerge.ByHeadquarters) : default);
    }

    [Fact]
    public async Task A_dealership_acts_for_itself_alone()
    {
        Assert.Equal(Forbidden, await host.Code(Tokens.Dealership("D1"), $"mutation {{ {Reserve("D2")} {{ position }} }}"));
        await host.Data(Tokens.Dealership("D1"), $"mutation {{ {Reserve(null)} {{ position }} }}");
        Assert.Equal("D1", host.Commands.Last!.Dealership);
        await host.Data(Tokens.Headquarters, $"mutation {{ {Reserve("D2")} {{ position }} }}");
        Assert.Equal("D2", host.Commands.Last!.Dealership);
        Assert.Equal("BAD_INPUT", await host.Code(Tokens.Headquarters, $"mutation {{ {Reserve(null)} {{ position }} }}"));
    }

    [Fact]
    public async Task Who_may_not_write_events_may_not_decide() =>
        Assert.Equal(Forbidden, await host.Code(Tokens.HeadquartersWithoutPersonalData, $"mutation {{ {Reserve("D1")} {{ position }} }}"));

    [Fact]
    public async Task A_refusal_is_a_value()
    {
        host.Commands.Answer = new() { Rejection = new Rejection("already-reserved", "The vehicle is reserved.", "vin") };
        var data = await host.Data(Tokens.Dealership("D1"), $"mutation {{ {Reserve(null)} {{ clientMutationId position vehicle {{ vin }} rejection {{ code message path }} }} }}");
        host.Commands.Answer = new();
        Assert.Equal(
            """{"reserveVehicle":{"clientMutationId":"m","position":null,"vehicle":null,"rejection":{"code":"already-reserved","message":"The vehicle is reserved.","path":"vin"}}}""",
            data.GetRawText());
    }

    [Fact]
    public async Task What_is_in_the_quarantine_is_listed_and_tried_again()
    {
        await host.Database.Execute(
            "INSERT INTO quarantine (kind, key, partition, log_offset, reason, late) VALUES (2, 'Q-CAR', 1, 7, 'unreadable', false), (2, 'Q-LATE', 1, 8, 'no answer', true)");
        var listed = await host.Data(Tokens.Headquarters, "{ quarantine(kind: VEHICLE) { totalCount items { kind key position late reason } } }");
        Assert.Equal(2, listed.GetProperty("quarantine").GetProperty("totalCount").GetInt32());
        Assert.Contains("""{"kind":"VEHICLE","key":"Q-CAR","position":"1.7","late":false,"reason":"unreadable"}""", listed.GetRawText(), StringComparison.Ordinal);

        var retried = await host.Data(Tokens.Headquarters, "mutation { retryQuarantined(kind: VEHICLE) { subjects remaining last } }");

        Assert.Equal("""{"retryQuarantined":{"subjects":1,"remaining":2,"last":null}}""", retried.GetRawText());
        Assert.Equal([Subject.Vehicle("Q-CAR")], host.Commands.Rebuilt);
        await host.Database.Execute("DELETE FROM quarantine");
    }

    private static void Start(Action<ObjectGraphType> build)
    {
        var query = new ObjectGraphType { Name = "Query" };
        build(query);
        var schema = new Schema { Query = query };
        schema.RegisterVisitor(new AccessGuard());
        schema.Initialize();
    }

    private async Task<string> Everything(string token, params string[] roots)
    {
        var schema = host.Services.GetRequiredService<ISchema>();
        var answers = new List<string>();
        foreach (var root in schema.Query.Fields.Where(field =>
            roots.Length == 0 ? RootRoles[field.Name].Contains("dealership") : roots.Contains(field.Name)))
        {
            foreach (var part in FullSelection.Parts(root.ResolvedType!))
            {
                answers.Add((await host.Data(token, $"{{ {Root(root.Name)} {part} }}")).ToString());
            }
        }

        return string.Join('\n', answers);
    }

    private sealed class Person : ObjectGraphType<string>
    {
        public Person()
        {
            Name = "Person";
            Field<NonNullGraphType<StringGraphType>>("name").For(Access.Personal, "The name.").Resolve(c => c.Source);
        }
    }
}
