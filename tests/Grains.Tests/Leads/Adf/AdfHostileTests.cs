using System.Diagnostics;
using System.Text;
using AutoCrm.Actors.Leads.Adf;
using AutoCrm.Actors.Tests.Support.Leads;
using Xunit;

namespace AutoCrm.Actors.Grains.Tests.Leads.Adf;

/// <summary>Nothing that is sent reads a file, grows, or takes longer than its length.</summary>
public sealed class AdfHostileTests
{
    private const string Customer = "<customer><contact><name>A</name><phone>2065550150</phone></contact></customer>";

    [Theory]
    [InlineData(LeadSamples.ExternalEntity)]
    [InlineData(LeadSamples.EntityBomb)]
    [InlineData("<!DOCTYPE adf SYSTEM \"adf_1_0.dtd\"><adf><prospect>" + Customer + "</prospect></adf>")]
    [InlineData("<!DocType adf PUBLIC \"x\" \"http://127.0.0.1:9/adf.dtd\"><adf/>")]
    [InlineData("<adf><!ENTITY % p SYSTEM \"http://127.0.0.1:9/\">%p;<prospect>" + Customer + "</prospect></adf>")]
    [InlineData("<x>&lt;!DOCTYPE adf&gt;&lt;adf&gt;&lt;prospect/&gt;&lt;/adf&gt;</x>")]
    public void A_document_type_is_refused(string text)
    {
        Assert.Equal("document-type", Read(Encoding.UTF8.GetBytes(text)).Problem?.Code);
        Assert.Equal("document-type", Read(Encoding.Unicode.GetBytes("\uFEFF" + text)).Problem?.Code);
    }

    [Fact]
    public void An_inclusion_is_not_followed_and_an_unknown_entity_is_text()
    {
        var document = Read(Encoding.UTF8.GetBytes(
            "<adf xmlns:xi=\"http://www.w3.org/2001/XInclude\"><prospect><customer><contact><name>A &nope; B<xi:include href=\"file:///etc/hostname\" parse=\"text\"/></name>"
            + "<phone>2065550150</phone></contact></customer></prospect></adf>"));

        Assert.Equal("A &nope; B", document.Items.Single().Prospect!.Customer.Name);
    }

    [Fact]
    public void What_is_nested_too_deep_is_refused() => Assert.Equal(
        "too-deep",
        Read(Encoding.UTF8.GetBytes("<adf><prospect>" + Repeat("<a>", 100_000))).Problem?.Code);

    [Fact]
    public void Too_many_elements_are_refused() => Assert.Equal(
        "too-many",
        Read(Encoding.UTF8.GetBytes("<adf>" + Repeat("<a/>", 150_000))).Problem?.Code);

    [Fact]
    public void Too_many_leads_are_refused() => Assert.Equal(
        "too-many",
        Read(Encoding.UTF8.GetBytes("<adf>" + Repeat("<prospect/>", AdfReader.MaxProspects + 1))).Problem?.Code);

    [Fact]
    public void Fifty_megabytes_are_refused_unread()
    {
        var large = new byte[50 * 1024 * 1024];
        "<adf><prospect>"u8.CopyTo(large);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal("too-long", Read(large).Problem?.Code);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 * 1024);
    }

    [Theory]
    [InlineData("<?a ")]
    [InlineData("<!a ")]
    [InlineData("<!--")]
    [InlineData("<![CDATA[")]
    [InlineData("</")]
    [InlineData("<a ")]
    [InlineData("a=\"")]
    [InlineData("<a b=“c ")]
    [InlineData("<a b='c\" d=\"")]
    [InlineData("&amp;")]
    [InlineData("&lt;")]
    [InlineData("&#60;adf")]
    [InlineData("<comments><br>")]
    [InlineData("<id>1</id><name>x</name><phone>12345</phone>")]
    [InlineData("<vehicle><year>")]
    [InlineData("<name><first>")]
    [InlineData("<comments>&lt;p ")]
    public void The_time_is_linear_in_the_text(string part)
    {
        var times = Enumerable.Range(0, 3).Select(_ =>
        {
            var started = Stopwatch.GetTimestamp();
            Read(Encoding.UTF8.GetBytes($"<adf><prospect>{Customer}{Repeat(part, 1_900_000 / Encoding.UTF8.GetByteCount(part))}"));
            return Stopwatch.GetElapsedTime(started);
        });

        // Two megabytes take some tens of milliseconds; what is quadratic in them takes minutes.
        Assert.InRange(times.Min(), TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    private static AdfDocument Read(byte[] bytes) => AdfReader.Read(bytes);

    private static string Repeat(string part, int times) => new StringBuilder(part.Length * times).Insert(0, part, times).ToString();
}
