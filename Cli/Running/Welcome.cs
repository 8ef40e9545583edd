using System.Globalization;
using System.Text.Json;
using AutoCrm.Actors.Cli.Tokens;

namespace AutoCrm.Actors.Cli.Running;

/// <summary>What the operator sees when the system is ready: addresses, tokens, and commands to try.</summary>
internal sealed class Welcome(Home home, Notices notices)
{
    private const string Dealership = "D01";
    private const string Vin = "1HGCM82633A004352";

    public void Print(string stopping)
    {
        var state = new StateFile(home).Read();
        var issuer = TokenIssuer.Of(home, TimeProvider.System);
        var hq = issuer.Issue(new TokenSubject(TokenSubject.Headquarters), TokenIssuer.DefaultLifetime);
        var dealership = issuer.Issue(new TokenSubject(TokenSubject.DealershipRole, Dealership), TokenIssuer.DefaultLifetime);
        var subscriber = issuer.Issue(new TokenSubject(TokenSubject.Subscriber), TokenIssuer.DefaultLifetime);

        notices.Plain();
        notices.Done("AutoCrm.Actors is ready.");
        notices.Plain($"  Events in:   {state.Api}/events");
        notices.Plain($"  GraphQL:     {state.Api}/graphql");
        notices.Plain($"  PostgreSQL:  {state.Postgres}");
        notices.Plain();
        notices.Title($"Access tokens (valid for {TokenIssuer.DefaultLifetime.TotalHours:0} h; more with ./autocrm token --role …)");
        notices.Plain($"  hq:              {hq}");
        notices.Plain($"  dealership {Dealership}:  {dealership}");
        notices.Plain($"  subscriber:      {subscriber}");
        notices.Plain();
        notices.Title("Send an event in:");
        notices.Plain(EventExample(state.Api!, dealership));
        notices.Plain();
        notices.Title("See the live vehicle:");
        notices.Plain(QueryExample(state.Api!, dealership));
        notices.Plain();
        notices.Title("Import 987 sales of a sample:");
        notices.Plain(ImportExample);
        notices.Plain();
        notices.Done(stopping);
    }

    private static string EventExample(string api, string token)
    {
        var json = JsonSerializer.Serialize(new
        {
            specversion = "1.0",
            id = Guid.NewGuid().ToString("N")[..12],
            source = $"/dealers/{Dealership}/dms",
            type = "autocrm.vehicle.odometer-read.v1",
            time = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            dealership = Dealership,
            vin = Vin,
            datacontenttype = "application/json",
            data = new { odometer = new { value = 15_230, unit = "km" } },
        });
        return $"curl -sS {api}/events -H 'Authorization: Bearer {token}' -H 'Content-Type: application/cloudevents+json' -d '{json}'";
    }

    private static string QueryExample(string api, string token)
    {
        var json = $$"""{"query":"{ vehicle(vin: \"{{Vin}}\") { vin revision odometer { km at suspect } timeline(first: 5) { totalCount } } }"}""";
        return $"curl -sS {api}/graphql -H 'Authorization: Bearer {token}' -H 'Content-Type: application/json' -d '{json}'";
    }

    private const string ImportExample = "./autocrm import deploy/samples/auctions.csv --map vehicle-auctions";
}
