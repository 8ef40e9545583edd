using System.Text;
using AutoCrm.Actors.Api.Tests.Graph.Host;
using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Privacy;
using AutoCrm.Actors.Tests.Support;
using Xunit;

namespace AutoCrm.Actors.Api.Tests.Graph;

/// <summary>What is encrypted in the log is shown to who may read it, as long as there is the key.</summary>
public sealed class PersonalDataTests(Showroom host) : IClassFixture<Showroom>
{
    private const string Type = "autocrm.customer.registered.v1";
    private const string Sent = """{"name":"Tessellatia","kind":"person","dmsNote":"quuxling"}""";
    private const string Customer = "C-SEALED";

    [Fact]
    public async Task A_timeline_shows_what_is_encrypted_to_who_may_read_it_and_to_nobody_once_the_key_is_destroyed()
    {
        var (master, key, id) = (MasterKey.Parse(TestMasterKey.Base64), DataKey.Make(), Guid.NewGuid().ToString());
        await host.Database.Execute(
            "INSERT INTO customer_key (customer, wrapped) VALUES ($1, $2)", Customer, key.Wrap(DataKey.Of(master, KeyPurposes.CustomerKeys), Customer));
        var place = PersonalPlace.OfEvent(key, Customer, "/tests", id);
        await host.Log.Append(new LogEntry
        {
            Type = Type, Customer = Customer, Dealership = "D1", Id = id, Data = Encoding.UTF8.GetString(PersonalData.Seal(Type, Encoding.UTF8.GetBytes(Sent), place)),
        });
        host.States.Set(new Live<Customer>(new Customer { Id = Customer, Dealerships = ["D1"] }, 1, PositionToken.Of(AutoCrmDatabase.Epoch, [])));

        var shown = await Timeline(Tokens.Headquarters);
        Assert.Contains("Tessellatia", shown, StringComparison.Ordinal);
        Assert.Contains("quuxling", shown, StringComparison.Ordinal);
        Assert.Contains("Tessellatia", await Timeline(Tokens.Dealership("D1")), StringComparison.Ordinal);
        var masked = await Timeline(Tokens.Dealership("D1", personal: false));
        Assert.Contains("person", masked, StringComparison.Ordinal);
        Assert.All(["Tessellatia", "quuxling", "enc"], text => Assert.DoesNotContain(text, masked, StringComparison.Ordinal));

        await host.Database.Execute("UPDATE customer_key SET wrapped = NULL, destroyed_at = now() WHERE customer = $1", Customer);

        var erased = await Timeline(Tokens.Headquarters);
        Assert.Contains("person", erased, StringComparison.Ordinal);
        Assert.All(["Tessellatia", "quuxling", "enc", "name"], text => Assert.DoesNotContain(text, erased, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Erasing_needs_a_scope_of_its_own()
    {
        const string erase = "mutation { eraseCustomer(input: { clientMutationId: \"m-1\", customer: \"C-SHARED\", reason: RETENTION }) { clientMutationId rejection { code } } }";
        Assert.Equal("FORBIDDEN", await host.Code(Tokens.Of("hq", scope: "pii:read events:write"), erase));
        Assert.Equal("FORBIDDEN", await host.Code(Tokens.Of("dealership", "D1", "pii:erase"), erase));

        host.Commands.CustomerAnswer = new() { Rejection = new(CustomerRejections.AlreadyErased, "It was erased.") };
        var answer = await host.Data(Tokens.Headquarters, erase);

        Assert.Equal("""{"eraseCustomer":{"clientMutationId":"m-1","rejection":{"code":"already-erased"}}}""", answer.GetRawText());
        Assert.Equal(new EraseCustomer { Dealership = string.Empty, MutationId = "m-1", Reason = ErasureReason.Retention }, host.Commands.Last);
    }

    private async Task<string> Timeline(string token) =>
        (await host.Data(token, $"{{ customer(id: \"{Customer}\") {{ timeline {{ edges {{ node {{ data }} }} }} }} }}")).GetRawText();
}
