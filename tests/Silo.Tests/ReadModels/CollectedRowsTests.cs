using AutoCrm.Actors.Grains.Events;
using AutoCrm.Actors.Silo.ReadModels;
using Xunit;

namespace AutoCrm.Actors.Silo.Tests.ReadModels;

/// <summary>A row that the table would not take, because another activation's is newer.</summary>
public sealed class CollectedRowsTests
{
    private readonly CollectedRows<Row> collected = new();
    private readonly RowSlot slot = new();

    [Fact]
    public async Task Who_waits_for_it_is_told()
    {
        var ticket = Write(2);
        Refuse();

        Assert.Equal(["K"], await collected.Durable(ticket));
        Assert.True(slot.IsOutdated);
    }

    [Fact]
    public async Task Made_after_the_history_was_folded_anew_it_may_stay_out()
    {
        Write(2);
        Refuse(by: 3);
        slot.Renew(2);
        var ticket = Write(2);
        Refuse(by: 3);

        Assert.Empty(await collected.Durable(ticket));
        Assert.False(slot.IsOutdated);
    }

    [Theory]
    [InlineData(4, 3)]
    [InlineData(5, 4)]
    [InlineData(3, 4)]
    public async Task Refused_by_a_row_that_came_since_it_is_folded_anew_again(long revision, long since)
    {
        Write(2);
        Refuse(by: 3);
        slot.Renew(3);
        var ticket = Write(revision);
        Refuse(by: since);

        Assert.Equal(["K"], await collected.Durable(ticket));
        Assert.True(slot.IsOutdated);
    }

    [Fact]
    public async Task Made_before_that_it_is_refused_until_the_new_one_is_written()
    {
        var before = Write(2);
        var (number, rows) = collected.Take();
        slot.Renew(3);
        collected.Note(rows, new Dictionary<string, long> { ["K"] = 4 });
        collected.Keep(number);
        Assert.Equal(["K"], await collected.Durable(before));
        Assert.False(slot.IsOutdated);

        var after = Write(3);
        (number, rows) = collected.Take();
        collected.Note(rows, new Dictionary<string, long>());
        collected.Keep(number);
        Assert.Empty(await collected.Durable(after));
    }

    [Fact]
    public void What_was_made_before_does_not_include_what_is_known_since()
    {
        Write(2);
        var made = Assert.Single(collected.Take().Rows);
        slot.Took(new Row("K", 1));
        Assert.Equal(1, made.Known);
        slot.Renew(5);

        Assert.Equal(0, made.Known);
        Write(5);
        Assert.Equal(5, Assert.Single(collected.Take().Rows).Known);
    }

    [Fact]
    public void What_was_made_before_gives_way_to_what_is_made_after_though_they_count_the_same()
    {
        Write(2);
        slot.Renew(2);
        Write(2);

        Assert.False(Assert.Single(collected.Take().Rows).IsSuperseded);
    }

    private RowTicket Write(long revision) => collected.Add(new RowWrite<Row>(slot, new Row("K", revision)));

    private void Refuse(long by = 4)
    {
        var (number, rows) = collected.Take();
        collected.Note(rows, new Dictionary<string, long> { ["K"] = by });
        collected.Keep(number);
    }

    private sealed record Row(string Key, long Revision) : IReadModelRow;
}
