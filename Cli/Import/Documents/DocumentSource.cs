using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using AutoCrm.Actors.Cli.Import.Maps;

namespace AutoCrm.Actors.Cli.Import.Documents;

/// <summary>What stands in the documents of a folder, or in one document.</summary>
internal sealed class DocumentSource : IImportSource
{
    private readonly string input;
    private readonly IDocumentFormat format;
    private readonly TimeProvider time;
    private readonly ImmutableArray<FileInfo> files;
    private readonly RejectedDocuments rejected;
    private readonly byte newLine = (byte)'\n';
    private ImmutableArray<DocumentItem> items = [];
    private int nextFile;
    private int nextItem;
    private byte[] original = [];

    private DocumentSource(string input, IDocumentFormat format, ImmutableArray<FileInfo> files, TimeProvider time)
    {
        this.input = input;
        this.format = format;
        this.files = files;
        this.time = time;
        rejected = new RejectedDocuments(input);
        TotalBytes = files.Sum(file => file.Length);
    }

    public string Map => format.Name;

    public string Reading => $"as {format.Name}";

    public string Items => format.Items;

    public bool ConflictIsDuplicate => true;

    public long BytesRead { get; private set; }

    public long? TotalBytes { get; }

    public long Number { get; private set; }

    public ReadOnlySpan<byte> Original => original;

    public IEnumerable<RepairCount> Repairs => [];

    public string? RejectedFile => rejected.Path;

    public bool RejectedFileIsElsewhere => rejected.IsElsewhere;

    /// <summary>Finds the documents.</summary>
    /// <exception cref="MapException">There is none.</exception>
    public static DocumentSource Open(string input, IDocumentFormat format, TimeProvider time)
    {
        if (File.Exists(input))
        {
            return new DocumentSource(input, format, [new FileInfo(input)], time);
        }

        if (!Directory.Exists(input))
        {
            throw new MapException($"there is no file or folder '{input}'.");
        }

        try
        {
            var files = new DirectoryInfo(input).EnumerateFiles("*", SearchOption.AllDirectories)
                .Where(file => format.Extensions.Contains(file.Extension, StringComparer.OrdinalIgnoreCase))
                .OrderBy(file => file.FullName, StringComparer.Ordinal)
                .ToImmutableArray();
            return files.IsEmpty
                ? throw new MapException($"{input} has no files that end in {string.Join(", ", format.Extensions)}.")
                : new DocumentSource(input, format, files, time);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new MapException(unreadable.Message);
        }
    }

    public bool Read()
    {
        while (nextItem >= items.Length)
        {
            if (nextFile >= files.Length)
            {
                return false;
            }

            items = ItemsOf(files[nextFile++]);
            nextItem = 0;
        }

        var item = items[nextItem++];
        Number++;
        original = Encoding.UTF8.GetBytes($"{RejectedDocuments.Quote(NameOf(files[nextFile - 1]))},{RejectedDocuments.Quote(item.Place)}");
        return true;
    }

    public RowProblem? Write(ByteBuffer body, out int written)
    {
        var item = items[nextItem - 1];
        foreach (var made in item.Events)
        {
            made.WriteTo(body);
            body.Add(newLine);
        }

        written = item.Events.Length;
        return item.Problem;
    }

    public void Reject(long number, RowProblem problem, ReadOnlySpan<byte> original) => rejected.Add(problem, original);

    public void Dispose() => rejected.Dispose();

    private string NameOf(FileInfo file) => Directory.Exists(input) ? Path.GetRelativePath(input, file.FullName) : file.Name;

    private ImmutableArray<DocumentItem> ItemsOf(FileInfo file)
    {
        BytesRead += file.Length;
        if (file.Length > format.MaxBytes)
        {
            return Wrong("too-long", string.Create(CultureInfo.InvariantCulture, $"is longer than {format.MaxBytes:N0} bytes"));
        }

        try
        {
            var now = time.GetUtcNow();
            var written = new DateTimeOffset(file.LastWriteTimeUtc);
            return format.Read(File.ReadAllBytes(file.FullName), written < now ? written : now);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return Wrong("unreadable", "cannot be read: " + unreadable.Message);
        }

        static ImmutableArray<DocumentItem> Wrong(string code, string message) =>
            [DocumentItem.Wrong(string.Empty, new RowProblem(code, string.Empty, message))];
    }
}
