using System.Text;
using AutoCrm.Actors.Cli.Import.Maps;

namespace AutoCrm.Actors.Cli.Import.Documents;

/// <summary>Writes which items of which documents were not taken in, and why, to a file next to the input.</summary>
internal sealed class RejectedDocuments(string input) : IDisposable
{
    private FileStream? file;

    public string? Path => file?.Name;

    public bool IsElsewhere { get; private set; }

    public static string Quote(string field) => field.AsSpan().IndexOfAny(",\"\r\n") < 0
        ? field
        : $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <param name="problem">Why.</param>
    /// <param name="place">File and place in it, as fields of CSV.</param>
    public void Add(RowProblem problem, ReadOnlySpan<byte> place)
    {
        file ??= Create();
        file.Write(place);
        file.Write(Encoding.UTF8.GetBytes($",{Quote(problem.Code)},{Quote(problem.Path)},{Quote(problem.Message)}\n"));
    }

    public void Dispose() => file?.Dispose();

    private FileStream Create()
    {
        var created = InputFiles.CreateRejected(input, out var isElsewhere);
        IsElsewhere = isElsewhere;
        created.Write("file,item,code,path,message\n"u8);
        return created;
    }
}
