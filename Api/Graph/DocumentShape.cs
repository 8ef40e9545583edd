using GraphQLParser.AST;

namespace AutoCrm.Actors.Api.Graph;

/// <summary>
/// Measures a parsed document, fragments included. Each fragment is measured once: a few fragments that spread each other
/// stand for exponentially many fields, and whatever walks them naively, never ends.
/// </summary>
internal sealed class DocumentShape(GraphQLDocument document, GraphOptions bounds)
{
    private static readonly HashSet<string> IntrospectionLists = ["fields", "inputFields", "interfaces", "possibleTypes"];

    /// <summary>What tools ask for nests these lists once; nested further they multiply the whole schema.</summary>
    private const int MaxNestedIntrospectionLists = 2;

    private readonly Dictionary<string, GraphQLFragmentDefinition> fragments = document.Definitions
        .OfType<GraphQLFragmentDefinition>()
        .GroupBy(fragment => fragment.FragmentName.Name.StringValue, StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);

    private readonly Dictionary<string, Extent> measured = new(StringComparer.Ordinal);
    private readonly HashSet<string> open = new(StringComparer.Ordinal);
    private int aliases;
    private int directives;

    public void Check()
    {
        foreach (var definition in document.Definitions)
        {
            Count(definition);
        }

        foreach (var fragment in fragments.Keys)
        {
            OfFragment(fragment);
        }

        foreach (var operation in document.Definitions.OfType<GraphQLOperationDefinition>())
        {
            CheckOperation(operation);
        }
    }

    private void CheckOperation(GraphQLOperationDefinition operation)
    {
        if (Of(operation.SelectionSet).Size > bounds.MaxExpandedFields)
        {
            throw DocumentLimits.TooLarge($"selects more than {bounds.MaxExpandedFields} fields once its fragments are spread");
        }

        var roots = new List<GraphQLField>();
        CollectRoots(operation.SelectionSet, roots, []);
        if (roots.Count > bounds.MaxRootFields)
        {
            throw DocumentLimits.TooLarge($"has more than {bounds.MaxRootFields} fields at the root of an operation");
        }

        foreach (var root in roots)
        {
            var isIntrospection = root.Name.StringValue is "__schema" or "__type";
            var limit = isIntrospection ? bounds.MaxIntrospectionDepth : bounds.MaxDepth;
            var below = Of(root.SelectionSet);
            if (1 + below.Depth > limit || (isIntrospection && below.IntrospectionLists > MaxNestedIntrospectionLists))
            {
                throw DocumentLimits.TooLarge($"selects deeper than {limit} levels, or nests the lists of the schema");
            }
        }
    }

    // A fragment that is spread twice adds its fields once: they have the same names.
    private void CollectRoots(GraphQLSelectionSet set, List<GraphQLField> roots, HashSet<string> spread)
    {
        foreach (var selection in set.Selections)
        {
            switch (selection)
            {
                case GraphQLField field:
                    roots.Add(field);
                    break;
                case GraphQLInlineFragment inline:
                    CollectRoots(inline.SelectionSet, roots, spread);
                    break;
                case GraphQLFragmentSpread named when fragments.TryGetValue(NameOf(named), out var fragment) && spread.Add(NameOf(named)):
                    CollectRoots(fragment.SelectionSet, roots, spread);
                    break;
            }
        }
    }

    private Extent Of(GraphQLSelectionSet? set) => (set?.Selections ?? []).Aggregate(new Extent(0, 0, 0), (sum, selection) => sum.Beside(selection switch
    {
        GraphQLField field => Of(field.SelectionSet).Under(IntrospectionLists.Contains(field.Name.StringValue)),
        GraphQLInlineFragment inline => Of(inline.SelectionSet),
        GraphQLFragmentSpread named => OfFragment(NameOf(named)),
        _ => new Extent(0, 0, 0),
    }));

    private Extent OfFragment(string name)
    {
        if (measured.TryGetValue(name, out var known))
        {
            return known;
        }

        if (!fragments.TryGetValue(name, out var fragment))
        {
            return new Extent(1, 0, 0);
        }

        if (!open.Add(name))
        {
            throw new GraphRefusal(GraphCodes.Invalid, $"The fragment '{name}' spreads itself.");
        }

        var extent = Of(fragment.SelectionSet).Beside(new Extent(1, 0, 0));
        open.Remove(name);
        return measured[name] = extent;
    }

    private void Count(ASTNode node)
    {
        if (node is IHasDirectivesNode { Directives.Items.Count: var here } && (directives += here) > bounds.MaxDirectives)
        {
            throw DocumentLimits.TooLarge($"has more than {bounds.MaxDirectives} directives");
        }

        if (node is GraphQLField { Alias: not null } && ++aliases > bounds.MaxAliases)
        {
            throw DocumentLimits.TooLarge($"has more than {bounds.MaxAliases} aliases");
        }

        if (node is IHasSelectionSetNode { SelectionSet: { } set })
        {
            set.Selections.ForEach(Count);
        }
    }

    private static string NameOf(GraphQLFragmentSpread spread) => spread.FragmentName.Name.StringValue;

    /// <summary>How large a selection is once its fragments are spread. The size stops growing far beyond any bound.</summary>
    private readonly record struct Extent(long Size, int Depth, int IntrospectionLists)
    {
        public Extent Beside(Extent other) => new(
            Math.Min(Size + other.Size, int.MaxValue),
            Math.Max(Depth, other.Depth),
            Math.Max(IntrospectionLists, other.IntrospectionLists));

        public Extent Under(bool introspectionList) => new(Size + 1, Depth + 1, IntrospectionLists + (introspectionList ? 1 : 0));
    }
}
