using System.Text;
using System.Text.Unicode;
using AutoCrm.Actors.Cli.Import.Maps;
using CsvHelper;

namespace AutoCrm.Actors.Cli.Import;

/// <summary>Reads a CSV file row by row in constant memory and says what is wrong with a row.</summary>
internal sealed class RowReader : IDisposable
{
    /// <summary>The greatest size of a row; more is almost certainly a quote that is never closed.</summary>
    public const int MaxRowBytes = 4 * 1024 * 1024;

    private readonly Stream stream;
    private readonly bool isUtf8;
    private CsvMalformedRecord? malformed;

    public RowReader(Stream stream, FileRule rule)
    {
        this.stream = stream;
        isUtf8 = rule.Encoding is UTF8Encoding;
        Csv = CsvReader.Create(stream, new CsvReaderOptions
        {
            Separator = rule.Delimiter,
            // Without an encoding the reader takes UTF-8 bytes as they are, so that broken ones can be seen.
            Encoding = isUtf8 ? null : rule.Encoding,
            MaxRecordSize = MaxRowBytes,
            IncludeValuesInExceptions = false,
            OnMalformedRecord = record => malformed = record,
        });
        if (!TryReadHeader())
        {
            Dispose();
            throw new MapException("the file's first line is no header: a quote in it is not closed, or it is empty.");
        }
    }

    public CsvReader Csv { get; }

    public IReadOnlyList<string> Headers => Csv.Headers;

    /// <summary>The current row's number as a spreadsheet shows it: the header is row 1.</summary>
    public long RowNumber => Csv.RowNumber + 1;

    public long BytesRead => stream.CanSeek ? stream.Position : Csv.ByteOffset;

    public long? TotalBytes => stream.CanSeek ? stream.Length : null;

    public bool Read() => Csv.Read();

    public RowProblem? FindProblem(int columnCount)
    {
        if (malformed is { } record && record.RecordNumber == RowNumber && MeaningOf(record.Reason) is { } meaning)
        {
            return new RowProblem("csv", string.Empty, meaning);
        }

        if (Csv.FieldCount != columnCount)
        {
            return new RowProblem("columns", string.Empty, $"has {Csv.FieldCount} columns; the header has {columnCount}");
        }

        return isUtf8 && !Utf8.IsValid(Csv.RawRecord)
            ? new RowProblem("encoding", string.Empty, "is not valid UTF-8; does the map state the file's encoding?")
            : null;
    }

    public void Dispose()
    {
        Csv.Dispose();
        stream.Dispose();
    }

    // A quote inside an unquoted field is plain text to every spreadsheet (37°36'37.8"N): no fault.
    private static string? MeaningOf(CsvMalformedReason reason) => reason switch
    {
        CsvMalformedReason.StrayQuote => null,
        CsvMalformedReason.TextAfterClosingQuote => "has text behind a closing quote; a quote inside a quoted field is doubled",
        CsvMalformedReason.UnterminatedQuote => "has a quote that is never closed, so the row runs to the end of the file",
        _ => "breaks the rules of quoting",
    };

    private bool TryReadHeader()
    {
        try
        {
            Csv.ReadHeader();
            return Csv.Headers.Count > 0 && (malformed is null || MeaningOf(malformed.Value.Reason) is null);
        }
        catch (CsvFormatException)
        {
            return false;
        }
    }
}
