using AutoCrm.Actors.Api.Auth;
using GraphQL.Builders;
using GraphQL.Types;

namespace AutoCrm.Actors.Api.Graph;

/// <summary>
/// Who may see a field. Every field of the schema declares one; a schema with a field that does not cannot start.
/// </summary>
/// <param name="Rule">The rule's name, for tests and messages.</param>
/// <param name="Roles">For a root field: the roles that may ask for it at all. Empty for other fields.</param>
/// <param name="Allows">For another field: whether this caller sees it on this object; it is null if not.</param>
internal sealed record Access(string Rule, IReadOnlyList<CallerRole> Roles, Func<Caller, object?, bool> Allows)
{
    public const string Key = "autocrm.access";

    /// <summary>Whoever sees the object sees the field.</summary>
    public static Access Everyone { get; } = new(nameof(Everyone), [], (_, _) => true);

    /// <summary>Personal data: only with the right to read it.</summary>
    public static Access Personal { get; } = new(nameof(Personal), [], (caller, _) => caller.CanReadPersonalData);

    /// <summary>Whether the field's value may be withheld, so that it must be nullable.</summary>
    public bool Withholds => Roles.Count == 0 && this != Everyone;

    /// <summary>Only callers of these roles may ask for the root field.</summary>
    public static Access Root(params CallerRole[] roles) => new(nameof(Root), roles, (_, _) => true);

    /// <summary>Business data: headquarters, and the dealership that reported it.</summary>
    public static Access Business<T>(Func<T, string?> reporter) =>
        new(nameof(Business), [], (caller, source) => source is T item && caller.MayActFor(reporter(item)));
}

internal static class AccessFields
{
    public static FieldBuilder<TSource, TReturn> For<TSource, TReturn>(this FieldBuilder<TSource, TReturn> field, Access access, string description)
    {
        field.FieldType.Metadata[Access.Key] = access;
        return field.Description(description);
    }

    public static FieldBuilder<TSource, TReturn> ForEveryone<TSource, TReturn>(
        this FieldBuilder<TSource, TReturn> field, string description) => field.For(Access.Everyone, description);

    public static Access? AccessOf(this IFieldType field) => field.Metadata.GetValueOrDefault(Access.Key) as Access;
}
