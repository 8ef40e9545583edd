using GraphQL;

namespace AutoCrm.Actors.Api.Graph;

internal static class Selection
{
    /// <summary>Whether a field outside of a set is selected on the object that the current field resolves to.</summary>
    public static bool NeedsMoreThan(this IResolveFieldContext context, HashSet<string> fields) =>
        context.SubFields is { } selected && selected.Values.Any(field => !fields.Contains(field.FieldType.Name));
}
