using System.Buffers;
using System.Text;
using AutoCrm.Actors.Api.Events;
using Xunit;

namespace AutoCrm.Actors.Api.Tests.Events;

public sealed class LineSplitterTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(1000)]
    public void Lines_are_the_same_however_the_bytes_arrive(int piece)
    {
        const string Text = "one\n\nlonger than ten\ntwo\nlonger than ten, too\nlast";

        Assert.Equal(["one", "", "TOO LONG", "two", "TOO LONG", "last"], Split(Text, piece));
    }

    [Theory]
    [InlineData("", new string[0])]
    [InlineData("\n", new[] { "" })]
    [InlineData("a\n", new[] { "a" })]
    [InlineData("0123456789", new[] { "0123456789" })]
    [InlineData("0123456789A", new[] { "TOO LONG" })]
    [InlineData("0123456789A\n", new[] { "TOO LONG" })]
    public void The_end_needs_no_newline(string text, string[] lines)
    {
        Assert.Equal(lines, Split(text, 1));
        Assert.Equal(lines, Split(text, 100));
    }

    private static List<string> Split(string text, int piece)
    {
        var splitter = new LineSplitter(10);
        var bytes = Encoding.UTF8.GetBytes(text);
        var lines = new List<string>();
        byte[] held = [];
        for (var at = 0; at <= bytes.Length; at += piece)
        {
            var isLast = at + piece >= bytes.Length;
            var buffer = new ReadOnlySequence<byte>([.. held, .. bytes[at..Math.Min(at + piece, bytes.Length)]]);
            while (splitter.TryTake(ref buffer, isLast, out var line, out var isTooLong))
            {
                lines.Add(isTooLong ? "TOO LONG" : Encoding.UTF8.GetString(line));
            }

            held = buffer.ToArray();
            Assert.True(held.Length <= 10 + piece);
            if (isLast)
            {
                break;
            }
        }

        return lines;
    }
}
