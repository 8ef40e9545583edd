using System.Globalization;
using AutoCrm.Actors.Leads.Adf;
using Xunit;

namespace AutoCrm.Actors.Grains.Tests.Leads.Adf;

public sealed class AdfDateTests
{
    [Theory]
    [InlineData("2026-03-02T15:30:20-08:00", "2026-03-02T15:30:20-08:00")]
    [InlineData("2026-03-02T15:30:20-08:0", "2026-03-02T15:30:20-08:00")]
    [InlineData("2026-03-02T15:30:20-0800", "2026-03-02T15:30:20-08:00")]
    [InlineData("2026-03-02T15:30:20+08", "2026-03-02T15:30:20+08:00")]
    [InlineData("2026-03-02T15:30:20Z", "2026-03-02T15:30:20+00:00")]
    [InlineData("2026-03-02T15:30:20.1234567890Z", "2026-03-02T15:30:20+00:00")]
    [InlineData("2026-03-02 15:30:20 -05:00", "2026-03-02T15:30:20-05:00")]
    [InlineData("2026-03-02T15:30Z", "2026-03-02T15:30:00+00:00")]
    [InlineData("20260302T153020-0800", "2026-03-02T15:30:20-08:00")]
    [InlineData("20260302T1530+0530", "2026-03-02T15:30:00+05:30")]
    [InlineData("Mon, 02 Mar 2026 15:30:20 -0500", "2026-03-02T15:30:20-05:00")]
    [InlineData("Mon, 2 Mar 2026 15:30:20 GMT", "2026-03-02T15:30:20+00:00")]
    [InlineData("Mon Mar 02 2026 15:30:20 GMT-0800 (PST)", "2026-03-02T15:30:20-08:00")]
    [InlineData("3/2/2026 3:30 PM EST", "2026-03-02T15:30:00-05:00")]
    [InlineData("1772465420", "2026-03-02T15:30:20+00:00")]
    [InlineData("1772465420123", "2026-03-02T15:30:20+00:00")]
    public void A_date_with_an_offset_is_an_instant(string text, string expected)
    {
        Assert.True(AdfDate.TryParse(text, out var date));
        Assert.NotNull(date.Offset);
        Assert.Equal(expected, date.At(TimeSpan.FromHours(3)).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("2026-03-02T15:30:20", "2026-03-02T15:30:20")]
    [InlineData("2026-03-02", "2026-03-02T00:00:00")]
    [InlineData("2026/03/02 15:30:20", "2026-03-02T15:30:20")]
    [InlineData("20260302153020", "2026-03-02T15:30:20")]
    [InlineData("20260302", "2026-03-02T00:00:00")]
    [InlineData("03/02/2026 03:30:20 PM", "2026-03-02T15:30:20")]
    [InlineData("3/2/2026 3:30PM", "2026-03-02T15:30:00")]
    [InlineData("3/2/26", "2026-03-02T00:00:00")]
    [InlineData("02.03.2026 15:30:20", "2026-03-02T15:30:20")]
    [InlineData("20/03/2026", "2026-03-20T00:00:00")]
    [InlineData("Mar 2, 2026 3:30 PM", "2026-03-02T15:30:00")]
    [InlineData("March 2, 2026", "2026-03-02T00:00:00")]
    [InlineData("2-Mar-2026 15:30", "2026-03-02T15:30:00")]
    [InlineData("2026年3月2日 15:30:20", "2026-03-02T15:30:20")]
    [InlineData("  2026-03-02\n15:30:20 ", "2026-03-02T15:30:20")]
    public void A_date_without_an_offset_gets_the_assumed_one(string text, string expected)
    {
        Assert.True(AdfDate.TryParse(text, out var date));
        Assert.Null(date.Offset);
        Assert.Equal(expected + "+03:00", date.At(TimeSpan.FromHours(3)).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("2026-13-02")]
    [InlineData("2026-02-30T10:00:00Z")]
    [InlineData("2026-03-02T15:30:20+99:00")]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("T:-")]
    [InlineData("-")]
    [InlineData("Z")]
    public void What_is_no_date_is_none(string? text) => Assert.False(AdfDate.TryParse(text, out _));
}
