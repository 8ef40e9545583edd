using System.Text.Json.Nodes;
using Xunit;

namespace AutoCrm.Actors.Api.Tests.Events;

/// <summary>Test data that nobody on this project wrote; it is not part of the repository.</summary>
internal static class DataFiles
{
    public static JsonNode Read(params string[] path)
    {
        var file = Path.Combine([Folder(), .. path]);
        Assert.SkipUnless(File.Exists(file), $"There is no {string.Join('/', path)} in AUTOCRM_DATA or ../shared/data.");
        return JsonNode.Parse(File.ReadAllText(file))!;
    }

    private static string Folder()
    {
        if (Environment.GetEnvironmentVariable("AUTOCRM_DATA") is { Length: > 0 } given)
        {
            return given;
        }

        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "AutoCrm.Actors.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder?.Parent?.FullName ?? "/", "shared", "data");
    }
}
