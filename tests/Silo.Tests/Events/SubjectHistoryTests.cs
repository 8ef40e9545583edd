using System.Collections.Immutable;
using AutoCrm.Actors.Grains.Events;
using AutoCrm.Actors.Silo.Events;
using AutoCrm.Actors.Vehicles;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AutoCrm.Actors.Silo.Tests.Events;

/// <summary>What an actor reads when it comes into memory.</summary>
public sealed class SubjectHistoryTests(SiloFixture silo)
{
    private const int More = 130;

    private readonly string vin = "LSGJA52U0AJ" + Random.Shared.Next(100000, 999999);

    private ISubjectHistory Histories => silo.Services.GetRequiredService<ISubjectHistory>();

    [Fact]
    public async Task Of_who_has_more_than_a_page_by_its_row_nothing_is_read_before_its_snapshot()
    {
        await Report(More);
        await SiloFixture.Eventually(() => silo.Scalar<long>("SELECT revision FROM vehicle_row WHERE vin = $1", vin), revision => revision >= More);

        var page = await Histories.ReadFirst(Subject.Vehicle(vin));

        Assert.Empty(page.Events);
        Assert.False(page.Complete);
        Assert.Equal(More, (await silo.Grains.GetGrain<IVehicleGrain>(Subject.Vehicle(vin).Key).Get(null))!.State.Readings.Length);
    }

    [Fact]
    public async Task Of_who_has_less_everything_is_read_and_of_who_has_no_row_a_page()
    {
        await Report(3);
        await SiloFixture.Eventually(() => silo.Scalar<long>("SELECT revision FROM vehicle_row WHERE vin = $1", vin), revision => revision >= 3);

        Assert.True(await Histories.ReadFirst(Subject.Vehicle(vin)) is { Complete: true, Events.Length: >= 3 });
        Assert.True(await Histories.ReadFirst(Subject.Vehicle("LSGJA52U0AJ000000")) is { Complete: true, Events.IsEmpty: true });

        await Report(More);
        await SiloFixture.Eventually(() => silo.Scalar<long>("SELECT revision FROM vehicle_row WHERE vin = $1", vin), revision => revision >= More);
        await silo.Execute("DELETE FROM vehicle_row WHERE vin = $1", vin);

        Assert.True(await Histories.ReadFirst(Subject.Vehicle(vin)) is { Complete: false, Events.Length: SubjectHistory.FirstPage });
    }

    [Theory, InlineData(0), InlineData(1_000)]
    public async Task The_news_of_several_ids_are_the_beginning_of_what_all_of_them_have(long known)
    {
        var ids = Enumerable.Range(0, 4).Select(n => $"c-several-{n}-{Random.Shared.Next()}").ToImmutableArray();
        await silo.Append([.. Enumerable.Range(0, More).Select(n => SiloFixture.Event(
            "autocrm.customer.interaction-logged.v1", "{}", customer: ids[n % ids.Length], dealership: $"D{n % 7}"))]);
        var all = (await Histories.ReadAfter(SubjectKind.Customer, ids, new AppliedOffsets())).Events;

        var first = await Histories.ReadNews(SubjectKind.Customer, ids, new AppliedOffsets(), known);
        var applied = new AppliedOffsets();
        first.Events.ToList().ForEach(happened => applied.Advance(happened.Position));
        var rest = await Histories.ReadNews(SubjectKind.Customer, ids, applied, known);

        Assert.Equal(More, all.Length);
        Assert.Equal((SubjectHistory.FirstPage, false), (first.Events.Length, first.Complete));
        Assert.True(rest.Complete);
        Assert.Equal(all.Select(happened => happened.Position), first.Events.Concat(rest.Events).Select(happened => happened.Position));
    }

    private Task Report(int readings) => silo.Append([.. Enumerable.Range(1, readings).Select(n => SiloFixture.Event(
        "autocrm.vehicle.odometer-read.v1", $$$"""{"odometer":{"value":{{{n * 100}}},"unit":"km"}}""", vin, dealership: "D1", time: $"2026-11-23T{n / 60:00}:{n % 60:00}:00Z"))]);
}
