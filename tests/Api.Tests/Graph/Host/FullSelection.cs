using GraphQL.Types;

namespace AutoCrm.Actors.Api.Tests.Graph.Host;

/// <summary>Selects every field of a type, as the schema has it: a new field is tested without a new test.</summary>
internal static class FullSelection
{
    private const int MaxDepth = 6;

    /// <summary>The most words of a selection that is not asked for in parts.</summary>
    private const int MaxWords = 60;

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

    /// <summary>The same in many selections: a document has a bound, and a type with a whole life in it is beyond it.</summary>
    public static IEnumerable<string> Parts(IGraphType type)
    {
        var fields = (IObjectGraphType)type.GetNamedType();
        if (fields.Fields.FirstOrDefault(field => field.Name == "edges") is not { } edges)
        {
            return Slices(fields, 1);
        }

        var edge = (IObjectGraphType)edges.ResolvedType!.GetNamedType();
        return fields.Fields.Where(field => field != edges).Select(field => $"{{ {field.Name} {Of(field.ResolvedType!, 1)} }}")
            .Concat(Nodes(edge).Select(node => $"{{ edges {{ cursor node {node} }} }}"));
    }

    private static IEnumerable<string> Nodes(IObjectGraphType edge) =>
        Slices((IObjectGraphType)edge.Fields.First(field => field.Name == "node").ResolvedType!.GetNamedType(), 3);

    private static IEnumerable<string> Slices(IObjectGraphType type, int depth) => type.Fields
        .Where(field => depth < MaxDepth || field.ResolvedType!.GetNamedType() is not IObjectGraphType)
        .SelectMany(field =>
        {
            var whole = $"{{ {field.Name} {Of(field.ResolvedType!, depth)} }}";
            return field.ResolvedType!.GetNamedType() is IObjectGraphType parts && whole.Count(letter => letter == ' ') > MaxWords
                ? Slices(parts, depth + 1).Select(part => $"{{ {field.Name} {part} }}")
                : [whole];
        });

    private static IGraphType GetNamedType(this IGraphType type) => type switch
    {
        NonNullGraphType required => required.ResolvedType!.GetNamedType(),
        ListGraphType list => list.ResolvedType!.GetNamedType(),
        _ => type,
    };
}
