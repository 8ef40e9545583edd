using System.Buffers;

namespace AutoCrm.Actors.Cli.Import;

/// <summary>A growing byte buffer that is used again and again, and can be cut back to take a half-written row out.</summary>
internal sealed class ByteBuffer : IBufferWriter<byte>
{
    private const int FirstSize = 64 * 1024;
    private byte[] bytes = new byte[FirstSize];

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Written => bytes.AsMemory(0, Length);

    public void CutTo(int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)length, (uint)Length, nameof(length));
        Length = length;
    }

    public void Add(ReadOnlySpan<byte> more)
    {
        more.CopyTo(GetSpan(more.Length));
        Length += more.Length;
    }

    public void Add(byte one)
    {
        GetSpan(1)[0] = one;
        Length++;
    }

    public void Advance(int count) => Length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        MakeRoom(sizeHint);
        return bytes.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        MakeRoom(sizeHint);
        return bytes.AsSpan(Length);
    }

    private void MakeRoom(int sizeHint)
    {
        var needed = Length + Math.Max(sizeHint, 256);
        if (needed > bytes.Length)
        {
            Array.Resize(ref bytes, Math.Max(needed, bytes.Length * 2));
        }
    }
}
