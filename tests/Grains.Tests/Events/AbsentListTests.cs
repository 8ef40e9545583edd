using System.Collections;
using System.Text;
using System.Text.Json.Nodes;
using AutoCrm.Actors.Events;
using Xunit;

namespace AutoCrm.Actors.Grains.Tests.Events;

/// <summary>A list that a sender leaves out, or writes as null, is the empty list: folds may go through it.</summary>
public sealed class AbsentListTests
{
    public static TheoryData<string> Types =>
        [.. EventCatalogue.All.Where(definition => definition.Schema.Members.Any(IsAlwaysThere)).Select(definition => definition.Type).Order()];

    [Theory]
    [MemberData(nameof(Types))]
    public void It_is_empty(string type)
    {
        var definition = EventCatalogue.Find(type)!;
        var golden = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", type + ".json")))!.AsObject();
        var lists = definition.Schema.Members.Where(IsAlwaysThere).ToList();
        lists.ForEach(member => golden.Remove(member.Name));
        AllAreEmpty();
        lists.ForEach(member => golden[member.Name] = null);
        AllAreEmpty();

        void AllAreEmpty()
        {
            var payload = definition.Read(Encoding.UTF8.GetBytes(golden.ToJsonString()));
            Assert.All(lists, member => Assert.Empty((IEnumerable)member.Property.GetValue(payload)!));
        }
    }

    private static bool IsAlwaysThere(PayloadMember member) =>
        member.IsList && Nullable.GetUnderlyingType(member.Property.PropertyType) is null;
}
