using AutoCrm.Actors.Cli.Running;
using AutoCrm.Actors.Cli.Tokens;

namespace AutoCrm.Actors.Cli.Import;

/// <summary>The system that <c>autocrm up</c> runs on this machine.</summary>
internal static class LocalSystem
{
    private static readonly TimeSpan LongestImport = TimeSpan.FromDays(1);

    /// <summary>Finds it and makes a token that may send events of every dealership; null if none runs.</summary>
    public static ImportTarget? Find()
    {
        var home = Home.FromEnvironment();
        var state = new StateFile(home).Read();
        // While the supervisor lives it restarts what died, and requests are repeated until then.
        var runs = state.Supervisor is { IsAlive: true } || state.Apis.Any(api => api.Process.IsAlive);
        if (!runs || !Uri.TryCreate(state.Api, UriKind.Absolute, out var url))
        {
            return null;
        }

        var token = TokenIssuer.Of(home, TimeProvider.System)
            .Issue(new TokenSubject(TokenSubject.Headquarters), LongestImport, personalData: false);
        return new ImportTarget(url, token);
    }
}
