using AutoCrm.Actors.Cli.Import.Maps;

namespace AutoCrm.Actors.Cli.Import;

/// <summary>Opens what is to be imported, and the file for what could not be.</summary>
internal static class InputFiles
{
    /// <summary>The end of the name of a file with rejected items.</summary>
    public const string RejectedExtension = ".rejected.csv";

    /// <exception cref="MapException">There is no such file, or it may not be read.</exception>
    public static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 64 * 1024, FileOptions.SequentialScan);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new MapException(unreadable.Message);
        }
    }

    /// <summary>Creates the file for rejected items next to the input, or in the current folder where that one cannot be written to.</summary>
    /// <param name="input">The file or folder that is imported.</param>
    /// <param name="isElsewhere">Whether it is in the current folder for that reason.</param>
    public static FileStream CreateRejected(string input, out bool isElsewhere)
    {
        var whole = Path.TrimEndingDirectorySeparator(Path.GetFullPath(input));
        var beside = TryCreate(whole + RejectedExtension);
        isElsewhere = beside is null;
        return beside ?? File.Create(Path.GetFullPath(Path.GetFileName(whole) + RejectedExtension));
    }

    private static FileStream? TryCreate(string path)
    {
        try
        {
            return File.Create(path);
        }
        catch (Exception denied) when (denied is UnauthorizedAccessException or IOException)
        {
            return null;
        }
    }
}
