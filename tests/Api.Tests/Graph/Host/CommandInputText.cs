using AutoCrm.Actors.Commands;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Api.Tests.Graph.Host;

/// <summary>Writes a command with every member that it must have.</summary>
internal static class CommandInputText
{
    public static string Of(CommandDefinition command, string? dealership, string more = "")
    {
        var customer = command.Subject == SubjectKind.Customer ? !command.MakesSubject : command.Other == OtherSubject.Required;
        var members = command.Members.Where(command.IsRequired).Select(member => $", {member.Name}: {ValueOf(member)}");
        return $"{command.Name}(input: {{ clientMutationId: \"m\""
            + (dealership is null ? string.Empty : $", dealership: \"{dealership}\"")
            + (customer ? $", customer: \"{Showroom.Shared}\"" : string.Empty)
            + (command.Subject == SubjectKind.Vehicle ? $", vin: \"{Showroom.Car}\"" : string.Empty)
            + string.Concat(members) + more + " })";
    }

    private static string ValueOf(PayloadMember member) => member.Kind switch
    {
        PayloadMemberKind.Word => WordOf(member),
        PayloadMemberKind.Text => "\"X\"",
        PayloadMemberKind.Boolean => "true",
        PayloadMemberKind.Time => "\"2030-01-01T00:00:00Z\"",
        PayloadMemberKind.Object => $"{{ {string.Join(", ", member.Nested!.Members.Where(inner => inner.Required).Select(inner => $"{inner.Name}: {NestedValue(inner)}"))} }}",
        _ => "1",
    };

    // An enumeration is a word of GraphQL; a text that must be one of some words is a text.
    private static string WordOf(PayloadMember member) => member.Property.PropertyType == typeof(string)
        ? $"\"{member.Words[0]}\""
        : member.Words[0].Replace('-', '_').ToUpperInvariant();

    private static string NestedValue(PayloadMember member) => member.Name switch
    {
        "currency" => "\"EUR\"",
        "unit" => "\"km\"",
        _ => ValueOf(member),
    };
}
