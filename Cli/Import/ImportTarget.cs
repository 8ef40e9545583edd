namespace AutoCrm.Actors.Cli.Import;

/// <summary>The system that takes the events in.</summary>
/// <param name="Url">Its public address.</param>
/// <param name="Token">A token with the scope <c>events:write</c>.</param>
internal sealed record ImportTarget(Uri Url, string Token)
{
    public Uri Events => new(Url.AbsoluteUri.TrimEnd('/') + "/events");
}
