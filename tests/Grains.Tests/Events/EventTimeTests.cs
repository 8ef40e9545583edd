using AutoCrm.Actors.Events;
using Xunit;

namespace AutoCrm.Actors.Grains.Tests.Events;

public sealed class EventTimeTests
{
    [Theory]
    [InlineData("2026-11-23T08:00:00+08:00", "2026-11-23T08:00:00.0000000+08:00")]
    [InlineData("2026-11-23T08:00:00Z", "2026-11-23T08:00:00.0000000+00:00")]
    [InlineData("2026-11-23t08:00:00.1234567-05:30", "2026-11-23T08:00:00.1234560-05:30")]
    [InlineData("2026-11-23T08:00:00.1+05:45", "2026-11-23T08:00:00.1000000+05:45")]
    [InlineData("2026-11-23T08:00:00.123456+05:45", "2026-11-23T08:00:00.1234560+05:45")]
    [InlineData("2026-11-23T08:00:00.123456789+05:45", "2026-11-23T08:00:00.1234560+05:45")]
    [InlineData("2026-11-23T08:00:00.123456Z", "2026-11-23T08:00:00.1234560+00:00")]
    public void A_time_with_an_offset_is_read_to_the_microsecond(string text, string expected)
    {
        Assert.True(EventTime.TryParse(text, out var time));
        Assert.Equal(expected, time.ToString("O"));
    }

    [Theory]
    [InlineData("2026-11-23T08:00:00")]
    [InlineData("2026-11-23")]
    [InlineData("23.11.2026 08:00:00+01:00")]
    [InlineData("2026-02-30T08:00:00Z")]
    [InlineData("2026-11-23T08:00:00+15:00")]
    [InlineData("")]
    public void A_time_without_an_offset_or_out_of_the_calendar_is_none(string text) => Assert.False(EventTime.TryParse(text, out _));
}
