using AutoCrm.Actors.Grains.Customers;
using AutoCrm.Actors.Grains.Dealerships;
using AutoCrm.Actors.Grains.Vehicles;
using AutoCrm.Actors.Privacy;
using AutoCrm.Actors.Silo.Hosting;
using AutoCrm.Actors.Silo.ReadModels;

namespace AutoCrm.Actors.Silo.Privacy;

/// <summary>What a silo needs to keep personal data.</summary>
internal static class PrivacyHosting
{
    public static void AddPrivacy(this IServiceCollection services, MasterKey master, ErasureRegister? register)
    {
        services.AddSingleton(master);
        services.AddSingleton<IdentifierHashes>();
        services.AddSingleton<BodyHashes>();
        services.AddSingleton(provider => new CustomerKeys(
            provider.GetRequiredService<DataSources>().Read, provider.GetRequiredService<DataSources>().Write, master));
        services.AddSingleton<PersonalSealing>();
        services.AddSingleton<PersonalReading>();
        services.AddSingleton<IRowSealing<CustomerRow>, CustomerRowSealing>();
        services.AddSingleton<IRowSealing<VehicleRow>>(NothingPersonal<VehicleRow>.Instance);
        services.AddSingleton<IRowSealing<DealershipRow>>(NothingPersonal<DealershipRow>.Instance);
        services.AddHostedService<ErasureWatch>();
        if (register is not null)
        {
            services.AddSingleton(register);
            services.AddSingleton<ErasureKeeping>();
            services.AddHostedService(provider => provider.GetRequiredService<ErasureKeeping>());
            services.AddHealthChecks().AddCheck<ErasureKeeping>("erasures");
        }
    }
}
