using AutoCrm.Actors.Api.Auth;

namespace AutoCrm.Actors.Api.Transports;

internal static class Lifetimes
{
    // A timer takes at most 2^32 - 2 milliseconds.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(45);

    /// <summary>How long the caller's token is still valid.</summary>
    public static TimeSpan Left(Caller caller, TimeProvider time)
    {
        var left = caller.ExpiresAt - time.GetUtcNow();
        return left < TimeSpan.Zero ? TimeSpan.Zero : left > Longest ? Longest : left;
    }
}
