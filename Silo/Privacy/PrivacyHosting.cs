using AutoCrm.Actors.Privacy;

namespace AutoCrm.Actors.Silo.Privacy;

/// <summary>What a silo needs to keep personal data.</summary>
internal static class PrivacyHosting
{
    public static void AddPrivacy(this IServiceCollection services, MasterKey master)
    {
        services.AddSingleton(master);
        services.AddSingleton<IdentifierHashes>();
    }
}
