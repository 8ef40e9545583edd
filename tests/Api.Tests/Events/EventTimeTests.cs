using AutoCrm.Actors.Events;
using Xunit;

namespace AutoCrm.Actors.Api.Tests.Events;

public sealed class EventTimeTests
{
    [Theory]
    [InlineData("2018-04-05T17:31:00Z")]
    [InlineData("2018-04-05T17:31:00.123Z")]
    [InlineData("2018-04-05T17:31:00.000000000Z")]
    [InlineData("2018-04-05T17:31:00.123456789123456789+08:00")]
    [InlineData("2018-04-05T17:31:00-14:00")]
    [InlineData("2018-04-05 17:31:00+00:00")]
    public void A_time_with_an_offset_is_read_to_the_microsecond(string text)
    {
        Assert.True(EventTime.TryParse(text, out var time));
        Assert.Equal(0, time.Ticks % TimeSpan.TicksPerMicrosecond);
        Assert.Equal(new DateTime(2018, 4, 5, 17, 31, 0), new DateTime(time.Year, time.Month, time.Day, time.Hour, time.Minute, 0));
    }

    [Theory]
    [InlineData("")]
    [InlineData("2018-04-05T17:31:00")]
    [InlineData("2018-04-05T17:31:00.1234567890")]
    [InlineData("2018-04-05T17:31:00.12345678x+08:00")]
    [InlineData("2018-04-05T17:31:00+15:00")]
    [InlineData("2018-04-05T17:31:00+0800")]
    [InlineData("2018-04-05T24:31:00Z")]
    [InlineData("12018-04-05T17:31:00Z")]
    public void What_is_no_time_with_an_offset_is_not_read(string text) => Assert.False(EventTime.TryParse(text, out _));
}
