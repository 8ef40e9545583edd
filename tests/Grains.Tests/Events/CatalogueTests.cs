using System.Reflection;
using AutoCrm.Actors.Events;
using Xunit;

namespace AutoCrm.Actors.Grains.Tests.Events;

/// <summary>The published catalogue says what the code does. AUTOCRM_UPDATE_SNAPSHOTS=1 writes it anew.</summary>
public sealed class CatalogueTests
{
    [Fact]
    public void The_published_catalogue_is_what_the_types_say()
    {
        var expected = CatalogueText.Write();
        if (Environment.GetEnvironmentVariable("AUTOCRM_UPDATE_SNAPSHOTS") == "1")
        {
            File.WriteAllText(
                Path.Combine(Environment.GetEnvironmentVariable("AUTOCRM_ROOT")!, "Grains.Interfaces", "Events", "CATALOGUE.md"), expected);
            return;
        }

        Assert.Equal(expected, File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "CATALOGUE.md")));
    }

    [Fact]
    public void Every_payload_is_in_the_catalogue() => Assert.Equal(
        typeof(EventPayload).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(EventPayload)) && type != typeof(UnknownPayload) && type != typeof(UnreadablePayload))
            .Select(type => type.GetCustomAttribute<AliasAttribute>(inherit: false)!.Alias)
            .Order(),
        EventCatalogue.All.Select(definition => definition.Type).Order());

    [Fact]
    public void The_short_list_for_readers_in_a_hurry_has_every_type_and_no_other()
    {
        var rows = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "README.md"))
            .SkipWhile(line => line != "## Events").Skip(1).TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal))
            .SkipWhile(line => !line.StartsWith("| noun |", StringComparison.Ordinal)).Skip(2).TakeWhile(line => line.StartsWith('|'));

        Assert.Equal(
            EventCatalogue.All.Select(definition => definition.Type).Order(),
            rows.SelectMany(TypesIn).Order());
    }

    // "| `test-drive`, `quote` | booked, completed; issued |": words before a semicolon belong to the noun before them.
    private static IEnumerable<string> TypesIn(string row)
    {
        var cells = row.Trim('|').Split('|', StringSplitOptions.TrimEntries);
        var nouns = NounsIn(cells[0]);
        var groups = cells[1].Split(';', StringSplitOptions.TrimEntries);
        return groups.SelectMany((group, at) =>
        {
            var noun = NounsIn(group).SingleOrDefault() ?? nouns[Math.Min(at, nouns.Length - 1)];
            return group.Replace($"`{noun}`", string.Empty, StringComparison.Ordinal)
                .Split(',', StringSplitOptions.TrimEntries).Select(word => $"autocrm.{noun}.{word}.v1");
        });
    }

    private static string[] NounsIn(string cell) => [.. cell.Split('`').Where((_, at) => at % 2 == 1)];

    /// <summary>A sender may write null for what it leaves out, and null must be readable then.</summary>
    [Fact]
    public void What_may_be_left_out_may_be_null()
    {
        var nullability = new NullabilityInfoContext();
        Assert.All(
            EventCatalogue.All.SelectMany(definition => MembersOf(definition.Schema)).Where(member => !member.Required && !member.IsList),
            member => Assert.Equal(NullabilityState.Nullable, nullability.Create(member.Property).ReadState));
    }

    private static IEnumerable<PayloadMember> MembersOf(PayloadSchema schema) =>
        schema.Members.Concat(schema.Members.Where(member => member.Nested is not null).SelectMany(member => MembersOf(member.Nested!)));
}
