using GraphQL.Types;

namespace AutoCrm.Actors.Api.Tests.Graph.Host;

/// <summary>Selects every field of a type, as the schema has it: a new field is tested without a new test.</summary>
internal static class FullSelection
{
    private const int MaxDepth = 8;

    public static string Of(IGraphType type, int depth = 0)
    {
        var named = type.GetNamedType();
        if (named is not IObjectGraphType fields)
        {
            return string.Empty;
        }

        var selected = fields.Fields
            .Where(field => depth < MaxDepth || field.ResolvedType!.GetNamedType() is not IObjectGraphType)
            .Select(field => $"{field.Name} {Of(field.ResolvedType!, depth + 1)}");
        return $"{{ {string.Join(' ', selected)} }}";
    }

    private static IGraphType GetNamedType(this IGraphType type) => type switch
    {
        NonNullGraphType required => required.ResolvedType!.GetNamedType(),
        ListGraphType list => list.ResolvedType!.GetNamedType(),
        _ => type,
    };
}
