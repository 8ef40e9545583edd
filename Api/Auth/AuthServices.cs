using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;

namespace AutoCrm.Actors.Api.Auth;

internal static class AuthServices
{
    /// <summary>Adds bearer tokens. An endpoint that asks for nothing else still needs a known caller.</summary>
    public static IServiceCollection AddAuth(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<AuthOptions>().Bind(configuration.GetSection(AuthOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<AuthOptions>, AuthOptionsValidator>();
        services.AddSingleton<AccessTokens>();
        services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer();
        services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme)
            .Configure<IOptions<AuthOptions>>((bearer, auth) => Configure(bearer, auth.Value));

        var known = new AuthorizationPolicyBuilder(JwtBearerDefaults.AuthenticationScheme)
            .RequireAuthenticatedUser()
            .RequireAssertion(context => context.User.ToCaller().IsKnown)
            .Build();
        services.AddAuthorizationBuilder()
            .SetDefaultPolicy(known)
            .SetFallbackPolicy(known)
            .AddPolicy(AuthPolicies.WriteEvents, policy => policy
                .Combine(known)
                .RequireAssertion(context => context.User.ToCaller().CanWriteEvents));
        return services;
    }

    private static void Configure(JwtBearerOptions bearer, AuthOptions auth)
    {
        bearer.MapInboundClaims = false;
        bearer.TokenValidationParameters = AccessTokens.ParametersOf(auth);
        bearer.TokenHandlers.Clear();
        bearer.TokenHandlers.Add(AccessTokens.NewHandler());
        bearer.Events = new JwtBearerEvents
        {
            OnTokenValidated = context =>
            {
                if (!context.Principal.ToCaller().IsKnown)
                {
                    context.Fail("The token's claims are not complete.");
                }

                return Task.CompletedTask;
            },
        };
    }
}
