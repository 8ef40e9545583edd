using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AutoCrm.Actors.Events;

/// <summary>What is wrong with an event, for the programmer of its sender.</summary>
/// <param name="Code">A stable code: <c>required</c>, <c>type</c>, <c>range</c>, <c>too-long</c>, <c>empty</c>, <c>format</c>, <c>control-character</c>, <c>too-many</c>, <c>too-deep</c>, <c>unreadable</c>, <c>duplicate-member</c>, <c>forbidden-dealership</c>, <c>forbidden-type</c>, <c>conflict</c>, <c>refused</c>.</param>
/// <param name="Path">The member, for example <c>data.price.amount</c>.</param>
/// <param name="Message">What is wrong and what is expected; quotes no value that could be personal.</param>
[GenerateSerializer, Immutable, Alias("autocrm.event-problem")]
public sealed record EventProblem([property: Id(0)] string Code, [property: Id(1)] string Path, [property: Id(2)] string Message);

/// <summary>
/// What a payload must look like, read once from its record: <c>required</c> members, types and bounds. Members that
/// the record does not know are allowed and kept.
/// </summary>
public sealed class PayloadSchema
{
    /// <summary>The most elements that a list in a payload may have.</summary>
    public const int MaxItems = 1000;

    private readonly ImmutableArray<PayloadMember> members;

    private PayloadSchema(Type type, ImmutableArray<PayloadMember> members)
    {
        Type = type;
        this.members = members;
        NamesCustomer = members.Any(member => member.NamesCustomer);
    }

    /// <summary>The record.</summary>
    public Type Type { get; }

    /// <summary>The members that the record knows, in the order of its declaration.</summary>
    public IReadOnlyList<PayloadMember> Members => members;

    /// <summary>Whether a member names a customer.</summary>
    public bool NamesCustomer { get; }

    /// <summary>Reads the schema of a payload's record.</summary>
    /// <param name="type">The record.</param>
    /// <returns>The schema.</returns>
    public static PayloadSchema Of(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return new PayloadSchema(
            type,
            [
                .. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
                    .Where(p => p.Name != "EqualityContract" && p.GetCustomAttribute<JsonIgnoreAttribute>() is not { Condition: JsonIgnoreCondition.Always })
                    .Select(p => PayloadMember.Of(p, IsRequired(type, p))),
            ]);
    }

    /// <summary>Checks a payload.</summary>
    /// <param name="data">The <c>data</c> member.</param>
    /// <param name="path">What to call it in a problem.</param>
    /// <returns>The first problem, or null if there is none.</returns>
    public EventProblem? Check(JsonElement data, string path) =>
        Check(data) is { } problem ? problem with { Path = path + problem.Path } : null;

    /// <summary>What a JSON value is, in the words of a problem's message.</summary>
    /// <param name="kind">The value's kind.</param>
    /// <returns>For example <c>a text</c>.</returns>
    public static string NameOf(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "a boolean",
        _ => "null",
    };

    // Paths are put together on the way back: an event without a problem pays nothing for them.
    internal EventProblem? Check(JsonElement data)
    {
        if (data.ValueKind != JsonValueKind.Object)
        {
            return new EventProblem("type", string.Empty, $"must be a JSON object, not {NameOf(data.ValueKind)}");
        }

        foreach (var member in members)
        {
            if (member.CheckIn(data) is { } problem)
            {
                return problem with { Path = $".{member.Name}{problem.Path}" };
            }
        }

        return null;
    }

    // A positional record has no `required` modifier: its constructor parameters without a default are required.
    private static bool IsRequired(Type type, PropertyInfo property) =>
        property.GetCustomAttribute<RequiredMemberAttribute>() is not null
        || type.GetConstructors().Any(c => c.GetParameters().Any(p => p.Name == property.Name && !p.HasDefaultValue));
}
