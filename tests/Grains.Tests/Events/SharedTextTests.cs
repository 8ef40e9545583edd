using System.Text;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Orders;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace AutoCrm.Actors.Grains.Tests.Events;

public sealed class SharedTextTests
{
    [Fact]
    public void Equal_texts_become_one_instance()
    {
        var first = SharedText.Of(new string("/dealers/D07/dms".AsSpan()));
        Assert.Same(first, SharedText.Of(new string("/dealers/D07/dms".AsSpan())));
        Assert.Same(first, SharedText.Of("/dealers/D07/dms".AsSpan()));
    }

    [Fact]
    public void Many_at_once_get_what_they_asked_for()
    {
        var texts = Enumerable.Range(0, 50_000).Select(n => $"text {n}").ToArray();
        Parallel.For(0, 4, _ => Assert.All(texts, text => Assert.Equal(text, SharedText.Of(text))));
    }

    [Fact]
    public void A_member_of_an_event_is_shared_and_reads_as_it_was_written()
    {
        var (one, other) = (Model("ID.3"), Model("ID.3"));
        Assert.Equal("ID.3", one);
        Assert.Same(one, other);
        Assert.Equal("Citroën \"C\"", Model("Citroën \"C\""));
        Assert.Equal("Citro\u00ebn", Model("Citro\\u00ebn", escaped: true));
    }

    [Fact]
    public void Any_text_is_read_as_it_was_written() =>
        Prop.ForAll(ArbMap.Default.ArbFor<NonEmptyString>(), Gen.Choose(0, 99).ToArbitrary(), (text, more) =>
        {
            var made = new string([.. (text.Get + new string('x', more)).Where(c => !char.IsSurrogate(c))]);
            return Model(made) == made;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Theory]
    [InlineData("{\"orderId\":\"O1\",\"model\":7}")]
    [InlineData("{\"orderId\":\"O1\",\"model\":{}}")]
    public void What_is_no_text_is_unreadable(string data) =>
        Assert.IsType<UnreadablePayload>(EventCatalogue.Read("autocrm.order.placed.v1", Encoding.UTF8.GetBytes(data)));

    private static string? Model(string model, bool escaped = false)
    {
        var text = escaped ? model : System.Text.Json.JsonSerializer.Serialize(model)[1..^1];
        return Assert.IsType<OrderPlaced>(EventCatalogue.Read("autocrm.order.placed.v1", Encoding.UTF8.GetBytes($"{{\"orderId\":\"O1\",\"model\":\"{text}\"}}"))).Model;
    }
}
