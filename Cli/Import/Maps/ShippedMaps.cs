using System.Collections.Immutable;
using System.Reflection;

namespace AutoCrm.Actors.Cli.Import.Maps;

/// <summary>Finds a map by its name among those that the tool ships, or by its path.</summary>
internal static class ShippedMaps
{
    public const string Extension = ".map.json";
    private const int MaxBytes = 1024 * 1024;
    private static readonly Assembly Home = typeof(ShippedMaps).Assembly;

    public static ImmutableArray<string> Names =>
    [
        .. Home.GetManifestResourceNames()
            .Where(name => name.EndsWith(Extension, StringComparison.Ordinal))
            .Select(name => name[..^Extension.Length])
            .Order(StringComparer.Ordinal),
    ];

    public static ImportMap Load(string nameOrPath)
    {
        using var shipped = Home.GetManifestResourceStream(nameOrPath + Extension);
        if (shipped is not null)
        {
            return Read(shipped, nameOrPath);
        }

        if (!File.Exists(nameOrPath))
        {
            throw new MapException($"there is no map '{nameOrPath}': no file of that path, and the tool ships {string.Join(", ", Names)}.");
        }

        using var own = File.OpenRead(nameOrPath);
        return Read(own, nameOrPath);
    }

    private static ImportMap Read(Stream stream, string name)
    {
        if (stream.Length > MaxBytes)
        {
            throw new MapException($"{name} is larger than a map can be.");
        }

        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        try
        {
            return MapReader.Read(bytes);
        }
        catch (MapException wrong)
        {
            throw new MapException($"map {name}: {wrong.Message}");
        }
    }
}
