using System.Buffers;

namespace AutoCrm.Actors.Api.Events;

/// <summary>Cuts a stream into lines. A line that is too long is reported once and skipped, without being held.</summary>
internal sealed class LineSplitter(int maxLineBytes)
{
    private long searched;
    private bool isSkipping;

    /// <summary>Takes the next line off the front of the buffer.</summary>
    /// <param name="buffer">What was received; moved past what was taken.</param>
    /// <param name="isLast">Whether nothing follows the buffer.</param>
    /// <param name="line">The line without its end; empty if it was too long.</param>
    /// <param name="isTooLong">Whether the line was too long.</param>
    /// <returns>False if more bytes are needed, or, at the end, if there are no more lines.</returns>
    public bool TryTake(ref ReadOnlySequence<byte> buffer, bool isLast, out ReadOnlySequence<byte> line, out bool isTooLong)
    {
        while (TryCut(ref buffer, isLast, out line))
        {
            if (isSkipping)
            {
                isSkipping = false;
                continue;
            }

            isTooLong = line.Length > maxLineBytes;
            return true;
        }

        isTooLong = !isSkipping && buffer.Length > maxLineBytes;
        if (isSkipping || isTooLong)
        {
            isSkipping = true;
            buffer = buffer.Slice(buffer.End);
            searched = 0;
        }

        line = default;
        return isTooLong;
    }

    private bool TryCut(ref ReadOnlySequence<byte> buffer, bool isLast, out ReadOnlySequence<byte> line)
    {
        var rest = buffer.Slice(searched);
        if (rest.PositionOf((byte)'\n') is { } end)
        {
            line = buffer.Slice(0, end);
            buffer = buffer.Slice(buffer.GetPosition(1, end));
            searched = 0;
            return true;
        }

        if (isLast && !buffer.IsEmpty)
        {
            line = buffer;
            buffer = buffer.Slice(buffer.End);
            searched = 0;
            return true;
        }

        line = default;
        searched = buffer.Length;
        return false;
    }
}
