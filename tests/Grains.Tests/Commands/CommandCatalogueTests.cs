using AutoCrm.Actors.Commands;
using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Grains.Commands;
using Xunit;

namespace AutoCrm.Actors.Grains.Tests.Commands;

public sealed class CommandCatalogueTests
{
    [Fact]
    public void Every_command_has_a_rule_and_every_rule_a_command()
    {
        Assert.Equal(Names(SubjectKind.Customer), CustomerCommands.Names.Order(StringComparer.Ordinal));
        Assert.Equal(Names(SubjectKind.Vehicle), VehicleCommands.Names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_a_command_leaves_out_or_demands_is_a_member_of_its_event()
    {
        foreach (var command in CommandCatalogue.All)
        {
            var members = command.Schema.Members.ToDictionary(member => member.Name);
            Assert.All(command.Without, name => Assert.False(members[name].Required));
            Assert.All(command.Demands, name => Assert.False(members[name].Required));
        }
    }

    [Fact]
    public void A_new_customers_id_follows_from_the_dealership_and_the_mutation_id()
    {
        var id = NewCustomerId.Of("D1", "m1");
        Assert.Equal(id, NewCustomerId.Of("D1", "m1"));
        Assert.Equal(3, new HashSet<string> { id, NewCustomerId.Of("D2", "m1"), NewCustomerId.Of("D1", "m2") }.Count);
        Assert.True(CustomerIds.IsOwn(id));
    }

    [Fact]
    public void A_new_customers_number_is_the_one_that_the_dealerships_events_name()
    {
        Assert.Equal(CustomerIds.Of("D1", "4711"), NewCustomerId.Of("D1", "m1", "4711"));
        Assert.NotEqual(NewCustomerId.Of("D1", "m1"), NewCustomerId.Of("D1", "m1", "m1"));
    }

    private static IEnumerable<string> Names(SubjectKind kind) =>
        CommandCatalogue.All.Where(command => command.Subject == kind).Select(command => command.Name).Order(StringComparer.Ordinal);
}
