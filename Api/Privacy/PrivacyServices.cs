using AutoCrm.Actors.Api.ReadModels;
using AutoCrm.Actors.Privacy;

namespace AutoCrm.Actors.Api.Privacy;

/// <summary>What the Api needs to read personal data, and to search for it.</summary>
internal static class PrivacyServices
{
    /// <exception cref="InvalidOperationException">The master key is not configured.</exception>
    public static void AddPrivacy(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(MasterKey.Parse(configuration[MasterKey.Setting]));
        services.AddSingleton<IdentifierHashes>();
        services.AddSingleton<SearchTerms>();
        services.AddSingleton<CustomerKeyReader>();
        services.AddSingleton<CustomerNames>();
        services.AddSingleton<TimelineOpening>();
    }
}
