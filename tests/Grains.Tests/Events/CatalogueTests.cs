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
