using GraphQL.Types;

namespace AutoCrm.Actors.Api.Tests.Graph.Host;

/// <summary>Selects every field of a type, as the schema has it: a new field is tested without a new test.</summary>
internal static class FullSelection
{
    private const int MaxDepth = 5;

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

    /// <summary>The same, in one selection per field of a field: a document has a bound, and a type with a whole life in it is beyond it.</summary>
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

    private static IEnumerable<string> Slices(IObjectGraphType type, int depth) => type.Fields.SelectMany(field =>
        field.ResolvedType!.GetNamedType() is IObjectGraphType parts
            ? parts.Fields.Select(part => $"{{ {field.Name} {{ {part.Name} {Of(part.ResolvedType!, depth + 1)} }} }}")
            : [$"{{ {field.Name} }}"]);

    private static IGraphType GetNamedType(this IGraphType type) => type switch
    {
        NonNullGraphType required => required.ResolvedType!.GetNamedType(),
        ListGraphType list => list.ResolvedType!.GetNamedType(),
        _ => type,
    };
}
