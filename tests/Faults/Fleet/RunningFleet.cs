using System.Globalization;
using System.Security.Cryptography;
using AutoCrm.Actors.Cli.Running;
using AutoCrm.Actors.Cli.Tokens;
using AutoCrm.Actors.Privacy;
using Npgsql;

namespace AutoCrm.Actors.Faults.Fleet;

/// <summary>
/// A PostgreSQL, silos and Apis as real processes. A proxy stands between each of them and PostgreSQL, and between
/// the clients and each Api.
/// </summary>
internal sealed class RunningFleet : IAsyncDisposable
{
    /// <summary>How long a process may take to become ready.</summary>
    public static readonly TimeSpan StartBound = TimeSpan.FromSeconds(90);

    private readonly RunFolder folder;
    private readonly FleetPlan plan;
    private readonly string signingKey = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
    private readonly string masterKey = Convert.ToBase64String(RandomNumberGenerator.GetBytes(MasterKey.Length));
    private readonly HttpClient health = new() { Timeout = TimeSpan.FromSeconds(3) };
    private readonly List<FaultProxy> proxies = [];

    private RunningFleet(RunFolder folder, FaultPostgres postgres, string database, FleetPlan plan)
    {
        (this.folder, Postgres, Database, this.plan) = (folder, postgres, database, plan);
        Token = TokenOf(new TokenSubject(TokenSubject.Headquarters));
        Straight = StraightTo(postgres, database);
    }

    public FaultPostgres Postgres { get; private set; }

    public string Database { get; }

    public List<SiloMember> Silos { get; } = [];

    public List<ApiMember> Apis { get; } = [];

    /// <summary>The master key of personal data, base64.</summary>
    public string MasterKeyText => masterKey;

    /// <summary>A token of headquarters.</summary>
    public string Token { get; }

    /// <summary>A token of somebody.</summary>
    public string TokenOf(TokenSubject subject) =>
        new TokenIssuer(Convert.FromBase64String(signingKey), TimeProvider.System).Issue(subject, TimeSpan.FromHours(24));

    /// <summary>The database without a proxy.</summary>
    public NpgsqlDataSource Straight { get; private set; }

    /// <summary>The proxies between silos and the database.</summary>
    public IEnumerable<FaultProxy> SiloDatabases => Silos.Select(silo => silo.Database);

    public static async Task<RunningFleet> Start(RunFolder folder, FaultPostgres postgres, string database, FleetPlan plan)
    {
        postgres.CreateDatabase(database);
        var fleet = new RunningFleet(folder, postgres, database, plan);
        try
        {
            await fleet.StartAll();
            return fleet;
        }
        catch
        {
            await fleet.DisposeAsync();
            throw;
        }
    }

    /// <summary>Puts another PostgreSQL in the place of the one that the processes know, as a restore does.</summary>
    public async Task Exchange(FaultPostgres other)
    {
        Postgres = other;
        await Straight.DisposeAsync();
        Straight = StraightTo(other, Database);
        foreach (var proxy in Silos.Select(silo => silo.Database).Concat(Apis.Select(api => api.Database)))
        {
            proxy.Target = other.Port;
            proxy.ResetAll();
        }
    }

    /// <summary>The epoch that the log has now.</summary>
    public async Task<Guid> Epoch() => (await new DatabaseReader(Straight, masterKey).ReadEpoch()).Epoch;

    /// <summary>Lets everything pass, starts what has ended, and waits until all is ready.</summary>
    public async Task Heal()
    {
        foreach (var proxy in proxies)
        {
            proxy.Rule = ProxyRule.Pass;
        }

        await Postgres.Recover();
        var all = Silos.Select(silo => silo.Process).Concat(Apis.Select(api => api.Process)).ToList();
        foreach (var process in all)
        {
            process.Resume();
            if (!process.IsRunning)
            {
                process.Start();
            }
        }

        await Task.WhenAll(all.Select(process => process.Ready(StartBound)));
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(Apis.Select(api => api.Process.DisposeAsync().AsTask()));
        await Task.WhenAll(Silos.Select(silo => silo.Process.DisposeAsync().AsTask()));
        foreach (var proxy in proxies)
        {
            await proxy.DisposeAsync();
        }

        await Straight.DisposeAsync();
        health.Dispose();
    }

    private static NpgsqlDataSource StraightTo(FaultPostgres postgres, string database) =>
        NpgsqlDataSource.Create(postgres.ConnectionString(database) + ";Search Path=autocrm;Application Name=harness;Timeout=5;Command Timeout=30");

    private async Task StartAll()
    {
        for (var n = 0; n < plan.Silos; n++)
        {
            Silos.Add(NewSilo(n));
        }

        for (var n = 0; n < plan.Apis; n++)
        {
            Apis.Add(NewApi(n));
        }

        // The first one creates the schema.
        Silos[0].Process.Start();
        await Silos[0].Process.Ready(StartBound);
        Silos.Skip(1).ToList().ForEach(silo => silo.Process.Start());
        Apis.ForEach(api => api.Process.Start());
        await Heal();
    }

    private SiloMember NewSilo(int n)
    {
        var database = NewProxy(Postgres.Port);
        SiloMember? silo = null;
        var process = NewProcess("Silo", $"{Database}-silo-{n}", database, () =>
        [
            .. silo!.Ports(),
            ClusterOf(n),
            new("AutoCrm__Sweep__Pause", $"{plan.SweepPause:c}"),
            // As in a system of ./autocrm up: no crash may look like a restore.
            new("AutoCrm__Log__HeadsFile", Path.Combine(folder.Path, Database + ".heads")),
            .. plan.SiloVariables,
        ]);
        silo = new SiloMember(NewProxy) { Process = process, Database = database };
        return silo;
    }

    private ApiMember NewApi(int n)
    {
        var (database, clients) = (NewProxy(Postgres.Port), NewProxy(LoopbackPort.Choose()));
        var process = NewProcess("Api", $"{Database}-api-{n}", database, () =>
        {
            clients.Target = LoopbackPort.Choose(clients.Target);
            return [new("AutoCrm__Port", clients.Target.ToString(CultureInfo.InvariantCulture)), ClusterOf(n)];
        });
        return new ApiMember(process, database, clients);
    }

    private KeyValuePair<string, string> ClusterOf(int n) => new("AutoCrm__ClusterId", plan.Apart ? $"apart-{n}" : "autocrm");

    private FaultProxy NewProxy(int target)
    {
        var proxy = new FaultProxy(target, plan.Seed + proxies.Count);
        proxies.Add(proxy);
        return proxy;
    }

    private ServiceProcess NewProcess(string project, string name, FaultProxy database, Func<IEnumerable<KeyValuePair<string, string>>> own)
    {
        var binary = new Home(plan.Root, folder.Path).Binary(project);
        return new ServiceProcess(binary, Path.Combine(folder.Path, name + ".log"), Environment, folder.Note, health);

        Dictionary<string, string> Environment() => new(own())
        {
            ["ConnectionStrings__AutoCrm"] = Postgres.ConnectionString(Database, database.Port),
            ["AutoCrm__Auth__SigningKey"] = signingKey,
            [MasterKeyFile.Variable] = masterKey,
            ["AUTOCRM_HOME"] = folder.Path,
            // These processes live for a minute or less, too short for code that pays off later: no profile, and hot code
            // is compiled again when nothing new has been called for 100 ms, which the runtime reads as hexadecimal.
            ["DOTNET_TieredPGO"] = "0",
            ["DOTNET_TC_CallCountingDelayMs"] = "64",
        };
    }
}
