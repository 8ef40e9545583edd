using AutoCrm.Actors.Events;
using Xunit;

namespace AutoCrm.Actors.Grains.Tests.Events;

public sealed class PositionTokenTests
{
    private static readonly Guid Epoch = Guid.Parse("6f9619ff-8b86-d011-b42d-00cf4fc964ff");

    [Fact]
    public void A_token_keeps_the_highest_offset_of_each_partition_and_reads_back()
    {
        var token = PositionToken.Of(Epoch, [new Position(7, 3), new Position(2, 9), new Position(7, 12)]);

        Assert.Equal("6f9619ff8b86d011b42d00cf4fc964ff~2.9~7.12", token.ToString());
        Assert.True(PositionToken.TryParse(token.ToString(), out var read));
        Assert.Equal(token.Positions, read.Positions);
        Assert.Equal(Epoch, read.Epoch);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("6f96")]
    [InlineData("6f9619ff8b86d011b42d00cf4fc964ff~")]
    [InlineData("6f9619ff8b86d011b42d00cf4fc964ff~-1.5")]
    [InlineData("6f9619ff8b86d011b42d00cf4fc964ff~1.99999999999999999999")]
    [InlineData("6f9619ff8b86d011b42d00cf4fc964ff~70000.1")]
    public void What_is_no_token_is_told_so(string? text) => Assert.False(PositionToken.TryParse(text, out _));
}
