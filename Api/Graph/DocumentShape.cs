using GraphQLParser.AST;

namespace AutoCrm.Actors.Api.Graph;

/// <summary>Measures depth, aliases, directives and root fields of a parsed document, fragments included.</summary>
internal sealed class DocumentShape(GraphQLDocument document, GraphOptions bounds)
{
    private readonly Dictionary<string, GraphQLFragmentDefinition> fragments = document.Definitions
        .OfType<GraphQLFragmentDefinition>()
        .GroupBy(fragment => fragment.FragmentName.Name.StringValue, StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);

    private readonly Dictionary<string, int> depths = new(StringComparer.Ordinal);
    private readonly HashSet<string> open = new(StringComparer.Ordinal);
    private int aliases;
    private int directives;

    public void Check()
    {
        foreach (var definition in document.Definitions)
        {
            Count(definition);
        }

        foreach (var operation in document.Definitions.OfType<GraphQLOperationDefinition>())
        {
            CheckRoot(operation);
        }
    }

    private void CheckRoot(GraphQLOperationDefinition operation)
    {
        var roots = RootFields(operation.SelectionSet).Take(bounds.MaxRootFields + 1).ToArray();
        if (roots.Length > bounds.MaxRootFields)
        {
            throw DocumentLimits.TooLarge($"has more than {bounds.MaxRootFields} fields at the root of an operation");
        }

        foreach (var root in roots)
        {
            var isIntrospection = root.Name.StringValue is "__schema" or "__type";
            var limit = isIntrospection ? bounds.MaxIntrospectionDepth : bounds.MaxDepth;
            if (1 + Depth(root.SelectionSet) > limit)
            {
                throw DocumentLimits.TooLarge($"selects deeper than {limit} levels");
            }
        }
    }

    private IEnumerable<GraphQLField> RootFields(GraphQLSelectionSet? set)
    {
        foreach (var selection in set?.Selections ?? [])
        {
            var below = selection switch
            {
                GraphQLField field => [field],
                GraphQLInlineFragment inline => RootFields(inline.SelectionSet),
                GraphQLFragmentSpread spread => InFragment(spread, fragment => RootFields(fragment.SelectionSet).ToList()) ?? [],
                _ => [],
            };
            foreach (var field in below)
            {
                yield return field;
            }
        }
    }

    private int Depth(GraphQLSelectionSet? set) => set is null || set.Selections.Count == 0
        ? 0
        : set.Selections.Max(selection => selection switch
        {
            GraphQLField field => 1 + Depth(field.SelectionSet),
            GraphQLInlineFragment inline => Depth(inline.SelectionSet),
            GraphQLFragmentSpread spread => FragmentDepth(spread),
            _ => 0,
        });

    // Each fragment is measured once: fragments that spread each other would otherwise cost exponential time.
    private int FragmentDepth(GraphQLFragmentSpread spread)
    {
        var name = spread.FragmentName.Name.StringValue;
        if (!depths.TryGetValue(name, out var depth))
        {
            depth = InFragment(spread, fragment => Depth(fragment.SelectionSet));
            depths[name] = depth;
        }

        return depth;
    }

    // A fragment that spreads itself is refused by validation; here it only must not recurse for ever.
    private T? InFragment<T>(GraphQLFragmentSpread spread, Func<GraphQLFragmentDefinition, T> measure)
    {
        var name = spread.FragmentName.Name.StringValue;
        if (!fragments.TryGetValue(name, out var fragment) || !open.Add(name))
        {
            return default;
        }

        var measured = measure(fragment);
        open.Remove(name);
        return measured;
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
}
