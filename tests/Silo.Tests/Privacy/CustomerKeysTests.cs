using AutoCrm.Actors.Privacy;
using AutoCrm.Actors.Silo.Hosting;
using AutoCrm.Actors.Silo.Privacy;
using AutoCrm.Actors.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace AutoCrm.Actors.Silo.Tests.Privacy;

public sealed class CustomerKeysTests(SiloFixture silo)
{
    private DataSources Databases => silo.Services.GetRequiredService<DataSources>();

    [Fact]
    public async Task OfManySilosThatMakeAKeyAtOnceAllGetTheSame()
    {
        string[] customers = [.. Enumerable.Range(0, 50).Select(_ => "K-" + Guid.NewGuid().ToString("N"))];
        var found = await Task.WhenAll(Enumerable.Range(0, 6).Select(n => New().FindOrMake(n % 2 == 0 ? customers : customers.Reverse(), CancellationToken.None)));
        Assert.All(customers, customer => Assert.All(found, keys => Assert.Equal(
            "x"u8.ToArray(), keys[customer].Key!.Open(found[0][customer].Key!.Seal("x"u8, default), default))));
    }

    [Fact]
    public async Task KeysThatAreThereAreFoundTogetherWithThoseThatAreMade()
    {
        var (known, unknown) = ("K-" + Guid.NewGuid().ToString("N"), "K-" + Guid.NewGuid().ToString("N"));
        var before = await New().FindOrMake([known], CancellationToken.None);

        var found = await New().FindOrMake([unknown, known], CancellationToken.None);
        var read = await New().Find([known, unknown], CancellationToken.None);

        Assert.Equal("x"u8.ToArray(), found[known].Key!.Open(before[known].Key!.Seal("x"u8, default), default));
        Assert.Equal("x"u8.ToArray(), read[unknown].Key!.Open(found[unknown].Key!.Seal("x"u8, default), default));
    }

    [Fact]
    public async Task AKeyThatIsDestroyedElsewhereIsForgottenInTimeAndNeverMadeAgain()
    {
        var customer = "K-" + Guid.NewGuid().ToString("N");
        var keys = silo.Services.GetRequiredService<CustomerKeys>();
        Assert.NotNull((await keys.FindOrMake([customer], CancellationToken.None))[customer].Key);

        await silo.Execute("UPDATE customer_key SET wrapped = NULL, destroyed_at = now() WHERE customer = $1", customer);

        await SiloFixture.Eventually(() => Task.FromResult(keys.TryFind(customer, out var key) && key.Key is null), gone => gone);
        Assert.Null((await New().FindOrMake([customer], CancellationToken.None))[customer].Key);
    }

    // PostgreSQL sends what a statement returns before it commits.
    [Fact]
    public async Task AKeyThatWasNotCommittedIsNeverUsed()
    {
        var (customer, keys) = ("K-" + Guid.NewGuid().ToString("N"), New());
        await silo.Execute(
            $"""
            CREATE FUNCTION refuse_key() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'not now' USING ERRCODE = '57P03'; END $$;
            CREATE CONSTRAINT TRIGGER refuse_key AFTER INSERT ON customer_key DEFERRABLE INITIALLY DEFERRED
                FOR EACH ROW WHEN (NEW.customer = '{customer}') EXECUTE FUNCTION refuse_key();
            """);
        try
        {
            await Assert.ThrowsAsync<PostgresException>(() => keys.FindOrMake([customer], CancellationToken.None));
            Assert.False(keys.TryFind(customer, out _));
        }
        finally
        {
            await silo.Execute("DROP FUNCTION refuse_key() CASCADE");
        }
    }

    [Fact]
    public async Task ASiloWithoutTheMasterKeyOrWithAnotherOneRefusesToStart()
    {
        var none = await Assert.ThrowsAsync<InvalidOperationException>(() => SiloFixture.Start(silo.ConnectionString, $"--{TestMasterKey.Setting}="));
        Assert.Contains(MasterKey.Setting, none.Message, StringComparison.Ordinal);
        var other = Convert.ToBase64String(new byte[MasterKey.Length]);
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => SiloFixture.Start(silo.ConnectionString, $"--{TestMasterKey.Setting}={other}"));
        Assert.Contains("not the key that this database was written with", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheCacheKeepsWhatIsUsedAndForgetsTheRest()
    {
        var (cache, key) = (new KeyCache(), new CustomerKey(DataKey.Make()));
        for (var n = 0; n < 3 * KeyCache.HalfSize; n++)
        {
            cache.Add(n.ToString(System.Globalization.CultureInfo.InvariantCulture), key, 0);
            Assert.True(cache.TryFind("0", out _));
        }

        Assert.False(cache.TryFind("1", out _));
        cache.Destroy("0");
        cache.Add("0", key, 0);
        Assert.True(cache.TryFind("0", out var destroyed) && destroyed.Key is null);
    }

    private CustomerKeys New() => new(Databases.Read, Databases.Write, SiloFixture.Master);
}
