using System.Text;
using AutoCrm.Actors.Leads.Adf;
using Xunit;

namespace AutoCrm.Actors.Grains.Tests.Leads.Adf;

/// <summary>The bytes decide, not what is said of them.</summary>
public sealed class AdfEncodingTests
{
    private const string Name = "Zoë Müller – 李";
    private const string Western = "Zoë Müller – “Co”";

    private static readonly Encoding Windows1252 = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    [Theory]
    [InlineData("utf-8", "utf-8", true)]
    [InlineData("utf-8", "utf-8", false)]
    [InlineData("utf-8", null, false)]
    [InlineData("utf-8", "iso-8859-1", false)]
    [InlineData("utf-8", "utf-16", false)]
    [InlineData("utf-8", "no-such-encoding", false)]
    [InlineData("utf-16", "utf-16", true)]
    [InlineData("utf-16", "utf-8", false)]
    [InlineData("utf-16BE", "utf-16", true)]
    [InlineData("utf-16BE", null, false)]
    [InlineData("utf-32", "utf-32", true)]
    [InlineData("gb18030", "GB18030", false)]
    public void A_name_is_read_in_every_usual_encoding(string encoding, string? declared, bool withMark) =>
        Assert.Equal(Name, NameIn(Bytes(CodePage(encoding), declared, withMark, Name), null));

    [Theory]
    [InlineData("utf-8")]
    [InlineData("iso-8859-1")]
    [InlineData("ISO-8859-1\" standalone=\"yes")]
    [InlineData("windows-1252")]
    [InlineData("us-ascii")]
    [InlineData(null)]
    public void Bytes_that_are_no_utf8_are_windows_1252(string? declared) =>
        Assert.Equal(Western, NameIn(Bytes(Windows1252, declared, false, Western), null));

    [Theory]
    [InlineData("gb18030", "GBK")]
    [InlineData("shift_jis", "Shift_JIS")]
    public void The_transport_may_say_the_encoding(string encoding, string charset) =>
        Assert.Equal("東京", NameIn(Bytes(CodePage(encoding), null, false, "東京"), charset));

    [Fact]
    public void Text_turns_back_into_the_same_bytes()
    {
        foreach (var encoding in (Encoding[])[new UTF8Encoding(false), Windows1252, CodePage("gb18030"), CodePage("utf-16")])
        {
            var bytes = Bytes(encoding, encoding.WebName, false, "Zoë");
            var text = AdfEncoding.Decode(bytes, null, out var used);

            Assert.Equal(bytes, used.GetBytes(text));
        }
    }

    [Fact]
    public void Any_bytes_whatever_give_a_text()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var bytes = new byte[seed % 40];
            new Random(seed).NextBytes(bytes);

            Assert.NotNull(AdfReader.Read(bytes, seed % 3 == 0 ? "gb18030" : null));
        }
    }

    private static Encoding CodePage(string name) => name switch
    {
        "utf-8" => new UTF8Encoding(true),
        "utf-16" => new UnicodeEncoding(false, true),
        "utf-16BE" => new UnicodeEncoding(true, true),
        "utf-32" => new UTF32Encoding(false, true),
        _ => CodePagesEncodingProvider.Instance.GetEncoding(name)!,
    };

    private static byte[] Bytes(Encoding encoding, string? declared, bool withMark, string name)
    {
        var prolog = declared is null ? string.Empty : $"<?xml version=\"1.0\" encoding=\"{declared}\"?>";
        var text = $"{prolog}<adf><prospect><customer><contact><name>{name}</name><phone>2065550150</phone></contact></customer></prospect></adf>";
        return [.. withMark ? encoding.GetPreamble() : [], .. encoding.GetBytes(text)];
    }

    private static string? NameIn(byte[] bytes, string? charset) => Assert.Single(AdfReader.Read(bytes, charset).Items).Prospect!.Customer.Name;
}
