using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AutoCrm.Actors.Silo.Tests.Hosting;

/// <summary>The reminder provider on our SQL.</summary>
public sealed class ReminderTableTests(SiloFixture silo)
{
    private IReminderTable Table => silo.Services.GetRequiredService<IReminderTable>();

    [Fact]
    public async Task A_reminder_is_kept_changed_found_by_range_and_removed_once()
    {
        var grain = GrainId.Create("sweeper", Guid.NewGuid().ToString("N"));
        var entry = new ReminderEntry
        {
            GrainId = grain,
            ReminderName = "sweep",
            StartAt = new DateTime(2030, 1, 1, 0, 0, 0, DateTimeKind.Utc),
            Period = TimeSpan.FromMinutes(5),
        };

        var first = Assert.IsType<string>(await Table.UpsertRow(entry));
        entry.Period = TimeSpan.FromDays(60);
        var second = Assert.IsType<string>(await Table.UpsertRow(entry));

        var read = await Table.ReadRow(grain, "sweep");
        Assert.Equal((TimeSpan.FromDays(60), (DateTime?)entry.StartAt, second), (read?.Period, read?.StartAt, read?.ETag));
        Assert.Single((await Table.ReadRows(grain)).Reminders);
        var hash = grain.GetUniformHashCode();
        Assert.Contains((await Table.ReadRows(hash - 1, hash)).Reminders, r => r.GrainId == grain);
        Assert.Contains((await Table.ReadRows(hash + 5, hash + 1)).Reminders, r => r.GrainId == grain);
        Assert.DoesNotContain((await Table.ReadRows(hash, hash + 1)).Reminders, r => r.GrainId == grain);
        Assert.False(await Table.RemoveRow(grain, "sweep", first));
        Assert.True(await Table.RemoveRow(grain, "sweep", second));
        Assert.Empty((await Table.ReadRows(grain)).Reminders);
    }
}
