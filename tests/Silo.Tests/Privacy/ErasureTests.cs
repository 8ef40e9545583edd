using System.Text;
using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Grains.Events;
using AutoCrm.Actors.Silo.Rebuilding;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace AutoCrm.Actors.Silo.Tests.Privacy;

/// <summary>A person's life with words of its own: nothing of it is stored readable, and after an erasure nothing can be read.</summary>
public sealed class ErasureTests(SiloFixture silo)
{
    private static readonly string[] Words =
    [
        "Quillfeather", "+999 555 0147 331", "quill.feather@zyx.example", "Marmalade Lane", "Cinderby", "1931-07-19", "Wobblethorpe", "PASS-77142-QF",
        "snorkelwax", "plumbagoes", "grumblewick", "thistlecrank", "Nettlebury", "QF-PLATE-9", "zanzigroove", "dmsquirk", "subjectonym",
    ];

    private readonly string id = "E-" + Guid.NewGuid().ToString("N")[..8];

    private ICustomerGrain Customer => silo.Grains.GetGrain<ICustomerGrain>(Subject.Customer(id).Key);

    [Fact]
    public async Task NothingPersonalIsStoredReadableAndAfterAnErasureNothingCanBeRead()
    {
        var position = await Live();
        var before = (await Customer.Get(position))!;
        Assert.Equal("Wobblethorpe", before.State.Profile.Name!.Value);
        Assert.Equal("PASS-77142-QF", Assert.Single(before.State.Identifiers).Value);
        await SnapshotsAreThere();
        await Row("name LIKE 'enc:1:%' AND cardinality(search) > 5");
        Assert.Empty(await StoredBytes.Find(silo.ConnectionString, Words));
        Assert.Equal("Wobblethorpe", (await Logged()).Payload switch { CustomerProfileChanged changed => changed.Name, _ => null });

        var erased = await Customer.Erase(Command("erase-1"));

        Assert.Null(erased.Rejection);
        Assert.Equal((PartyState.Erased, CustomerProfile.Empty, 0), (erased.Live!.State.Party.State, erased.Live.State.Profile, erased.Live.State.Identifiers.Length));
        Assert.Equal(before.State.Cases.Length, erased.Live.State.Cases.Length);
        Assert.Equal(0, await silo.Scalar<long>("SELECT count(*) FROM customer_key WHERE customer = $1 AND wrapped IS NOT NULL", id));
        await Row("name IS NULL AND search = '{}' AND party = 'Erased'");
        Assert.Null(Assert.IsType<CustomerProfileChanged>((await Logged()).Payload).Name);

        // Repeated it has the same answer; asked anew it is refused.
        Assert.Equal(erased.Position!.ToString(), (await Customer.Erase(Command("erase-1"))).Position!.ToString());
        Assert.Equal(CustomerRejections.AlreadyErased, (await Customer.Erase(Command("erase-2"))).Rejection!.Code);

        // What is reported later is kept without what is personal, and a repeat of it is a repeat.
        var late = Of("autocrm.customer.registered.v1", """{"name":"Latecomerly","phones":["+1 999 0000001"]}""");
        Assert.Equal(AppendStatus.Appended, (await silo.Append(late)).Results[0].Status);
        var again = await silo.Append(late);
        Assert.Equal(AppendStatus.Duplicate, again.Results[0].Status);
        var after = (await Customer.Get(PositionToken.Of(again.Epoch, [again.Results[0].Position])))!;
        Assert.Equal(CustomerProfile.Empty, after.State.Profile);
        Assert.Empty(await StoredBytes.Find(silo.ConnectionString, [.. Words, "Latecomerly", "+1 999 0000001"]));

        await RebuildIsTheSame();
    }

    private async Task RebuildIsTheSame()
    {
        // What the actor tells of itself comes after what it tells of. The dealership tells of the lead and of the case, which is
        // late twice, when the sweep asks it what is overdue.
        await SiloFixture.Eventually(
            () => silo.Scalar<long>("SELECT count(*) FROM event_log WHERE customer = $1 AND type IN ('autocrm.lead.overdue.v1', 'autocrm.case.overdue.v1')", id),
            overdue => overdue == 3);
        await using var database = NpgsqlDataSource.Create(silo.ConnectionString);
        await SiloFixture.Carried(database);
        var after = (await Customer.Get(null))!;
        Assert.Equal(CustomerProfile.Empty, after.State.Profile);
        await Row($"revision = {after.Revision}");
        var rows = await silo.Scalar<string>($"SELECT string_agg({SiloFixture.RowText("c")}, E'\n' ORDER BY id) FROM customer_row c WHERE id LIKE 'E-%'");
        await RebuildRun.Run(silo.ConnectionString, SiloFixture.Master, CancellationToken.None);
        Assert.Equal(rows, await silo.Scalar<string>($"SELECT string_agg({SiloFixture.RowText("c")}, E'\n' ORDER BY id) FROM customer_row c WHERE id LIKE 'E-%'"));
        await Customer.Rebuild();
        Assert.Equal((after.Revision, CustomerProfile.Empty), ((await Customer.Get(null))!.Revision, (await Customer.Get(null))!.State.Profile));
    }

    private async Task<PositionToken> Live()
    {
        NewEvent[] life =
        [
            Of("autocrm.customer.registered.v1", """{"name":"Quillfeather","phones":["+999 555 0147 331"],"emails":["quill.feather@zyx.example"],"address":{"street":"Marmalade Lane","city":"Cinderby"},"birthDate":"1931-07-19","dmsquirk":"dmsquirk"}"""),
            Of("autocrm.customer.profile-changed.v1", """{"name":"Wobblethorpe"}""") with { Time = SiloFixture.Event(string.Empty, "{}").Time.AddDays(1) },
            Of("autocrm.customer.identified.v1", """{"kind":"passport","value":"PASS-77142-QF"}"""),
            Of("autocrm.lead.received.v1", """{"leadId":"L-1","channel":"web","interest":"buy","comments":"snorkelwax"}"""),
            Of("autocrm.case.opened.v1", """{"caseId":"K-1","kind":"complaint","severity":"high","channel":"phone","text":"plumbagoes"}"""),
            Of("autocrm.survey.answered.v1", """{"score":3,"kind":"nps","comment":"grumblewick"}"""),
            Of("autocrm.customer.interaction-logged.v1", """{"channel":"phone","direction":"inbound","note":"thistlecrank"}"""),
            Of("autocrm.vehicle.breakdown-reported.v1", """{"place":"Nettlebury"}""", "1HGCM82633A004352"),
            Of("autocrm.vehicle.breakdown-reported.v1", """{"place":"Nettlebury"}""", "1HGCM82633A004352") with { Customer = null },
            Of("autocrm.vehicle.ownership-registered.v1", """{"role":"owner","plate":"QF-PLATE-9"}""", "1HGCM82633A004352"),
            Of("com.example.yacht.chartered.v1", """{"zanzigroove":["zanzigroove"]}"""),
            Of("com.example.note.v1", "{}") with { Attributes = """{"subject":"subjectonym"}"""u8.ToArray() },
        ];
        var reply = await silo.Append(life);
        Assert.All(reply.Results, result => Assert.Equal(AppendStatus.Appended, result.Status));

        // So many that there is a snapshot.
        var more = await silo.Append([.. Enumerable.Range(0, 150).Select(n => Of("autocrm.customer.profile-changed.v1", """{"gender":"x"}"""))]);
        return PositionToken.Of(reply.Epoch, [.. reply.Results.Concat(more.Results).Select(result => result.Position)
            .GroupBy(position => position.Partition).Select(group => group.MaxBy(position => position.Offset))]);
    }

    private async Task SnapshotsAreThere()
    {
        await Customer.Rebuild();
        Assert.Equal(1, await silo.Scalar<long>("SELECT count(*) FROM orleansstorage WHERE grainidextensionstring = $1", Subject.Customer(id).Key));
    }

    private async Task<LoggedEvent> Logged()
    {
        var page = await silo.Services.GetRequiredService<ISubjectHistory>().ReadAfter(Subject.Customer(id), new AppliedOffsets());
        return page.Events.First(happened => happened.Type == "autocrm.customer.profile-changed.v1");
    }

    private Task<long> Row(string condition) => SiloFixture.Eventually(
        () => silo.Scalar<long>($"SELECT count(*) FROM customer_row WHERE id = $1 AND {condition}", id), count => count == 1);

    private NewEvent Of(string type, string data, string? vin = null) =>
        SiloFixture.Event(type, data, vin, id, "D-" + id) with { Data = Encoding.UTF8.GetBytes(data) };

    private static EraseCustomer Command(string mutation) => new() { Dealership = string.Empty, MutationId = mutation, Reason = ErasureReason.Request };
}
