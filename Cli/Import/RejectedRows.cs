using System.Globalization;
using System.Text;
using AutoCrm.Actors.Cli.Import.Maps;

namespace AutoCrm.Actors.Cli.Import;

/// <summary>
/// Writes the rows that were not taken in to a file next to the input: number and reason first, then the row exactly
/// as the input has it, so that the same map takes the file once its rows are corrected.
/// </summary>
internal sealed class RejectedRows(string input, FileRule rule, IReadOnlyList<string> headers) : IDisposable
{
    private static readonly string[] OwnColumns =
    [
        FileColumns.OwnPrefix + "row",
        FileColumns.OwnPrefix + "code",
        FileColumns.OwnPrefix + "path",
        FileColumns.OwnPrefix + "message",
    ];

    // Rows of a file that is itself one of rejected rows lose the old reasons: these columns come first.
    private readonly int oldColumns = headers.TakeWhile(name => name.StartsWith(FileColumns.OwnPrefix, StringComparison.Ordinal)).Count();
    private FileStream? file;

    public string? Path { get; private set; }

    /// <summary>Whether the folder of the input could not be written to.</summary>
    public bool IsElsewhere { get; private set; }

    public void Add(long number, RowProblem problem, ReadOnlySpan<byte> raw)
    {
        file ??= Open();
        Write(string.Join(rule.Delimiter, number.ToString(CultureInfo.InvariantCulture), Quote(problem.Code), Quote(problem.Path), Quote(problem.Message)));
        Write(rule.Delimiter.ToString());
        WriteRaw(WithoutOldColumns(raw));
        Write("\n");
    }

    public void Dispose() => file?.Dispose();

    private FileStream Open()
    {
        var stream = InputFiles.CreateRejected(input, out var isElsewhere);
        IsElsewhere = isElsewhere;
        Path = stream.Name;
        file = stream;
        file.Write(rule.Encoding.Preamble);
        Write(string.Join(rule.Delimiter, OwnColumns.Concat(headers.Skip(oldColumns).Select(Quote))) + "\n");
        return stream;
    }

    private void Write(string text) => file!.Write(rule.Encoding.GetBytes(text));

    // The reader hands rows out in UTF-8, whatever the file's encoding is.
    private void WriteRaw(ReadOnlySpan<byte> raw) =>
        file!.Write(rule.Encoding is UTF8Encoding ? raw : rule.Encoding.GetBytes(Encoding.UTF8.GetString(raw)));

    private ReadOnlySpan<byte> WithoutOldColumns(ReadOnlySpan<byte> raw)
    {
        for (var column = 0; column < oldColumns; column++)
        {
            var end = EndOfField(raw, (byte)rule.Delimiter);
            raw = end < raw.Length ? raw[(end + 1)..] : [];
        }

        return raw;
    }

    private static int EndOfField(ReadOnlySpan<byte> raw, byte delimiter)
    {
        var isQuoted = false;
        for (var i = 0; i < raw.Length; i++)
        {
            if (raw[i] == '"')
            {
                isQuoted = !isQuoted;
            }
            else if (raw[i] == delimiter && !isQuoted)
            {
                return i;
            }
        }

        return raw.Length;
    }

    private string Quote(string field) => field.AsSpan().IndexOfAny($"{rule.Delimiter}\"\r\n") < 0
        ? field
        : $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
