using AutoCrm.Actors.Events;
using GraphQL;
using GraphQL.Builders;
using GraphQL.Types;

namespace AutoCrm.Actors.Api.Graph;

/// <summary>A page of a list as GraphQL shows it.</summary>
internal sealed record Connection<TNode>
{
    public required IReadOnlyList<Edge<TNode>> Edges { get; init; }

    public required bool HasNext { get; init; }

    public required bool HasPrevious { get; init; }

    public required Func<CancellationToken, Task<long>> Count { get; init; }

    /// <summary>How fresh the page is; null for a list that does not come from a read model.</summary>
    public PositionToken? Position { get; init; }
}

internal sealed record Edge<TNode>(string Cursor, TNode Node);

internal sealed record PageInfo(bool HasNextPage, bool HasPreviousPage, string? StartCursor, string? EndCursor);

internal sealed class PageInfoType : ObjectGraphType<PageInfo>
{
    public PageInfoType()
    {
        Name = "PageInfo";
        Description = "Where a page stands in its list.";
        Field<NonNullGraphType<BooleanGraphType>>("hasNextPage").ForEveryone("Whether there are elements behind this page.").Resolve(c => c.Source.HasNextPage);
        Field<NonNullGraphType<BooleanGraphType>>("hasPreviousPage").ForEveryone("Whether the page does not start at the beginning.").Resolve(c => c.Source.HasPreviousPage);
        Field<StringGraphType>("startCursor").ForEveryone("The cursor of the first element.").Resolve(c => c.Source.StartCursor);
        Field<StringGraphType>("endCursor").ForEveryone("The cursor of the last element.").Resolve(c => c.Source.EndCursor);
    }
}

internal abstract class EdgeType<TNode, TNodeType> : ObjectGraphType<Edge<TNode>>
    where TNodeType : IGraphType
{
    protected EdgeType(string of)
    {
        Name = of + "Edge";
        Description = "One element of a list, with its place.";
        Field<NonNullGraphType<StringGraphType>>("cursor")
            .ForEveryone("Give it as 'after' to go on behind this element.").Resolve(c => c.Source.Cursor);
        Field<NonNullGraphType<TNodeType>>("node").ForEveryone("The element.").ResolveAsync(async c => await Node(c.Source.Node, c));
    }

    /// <summary>The node as the selected fields need it.</summary>
    protected virtual ValueTask<TNode> Node(TNode node, IResolveFieldContext context) => new(node);
}

internal abstract class ConnectionType<TNode, TEdgeType> : ObjectGraphType<Connection<TNode>>
    where TEdgeType : IGraphType
{
    protected ConnectionType(string of, bool hasPosition = true)
    {
        Name = of + "Connection";
        Description = "A page of a list.";
        Field<NonNullGraphType<IntGraphType>>("totalCount").ForEveryone("How many elements the whole list has.")
            .ResolveAsync(async c => Numbers.ToInt(await c.Source.Count(c.CancellationToken)));
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<TEdgeType>>>>("edges").ForEveryone("The elements with their places.").Resolve(c => c.Source.Edges);
        Field<NonNullGraphType<PageInfoType>>("pageInfo").ForEveryone("Where the page stands in the list.").Resolve(c => PageInfoOf(c.Source));
        if (hasPosition)
        {
            Field<NonNullGraphType<StringGraphType>>("position")
                .ForEveryone("How fresh the page is: every event up to here is in it.").Resolve(c => c.Source.Position?.ToString());
        }
    }

    private static PageInfo PageInfoOf(Connection<TNode> page) => new(
        page.HasNext,
        page.HasPrevious,
        page.Edges.Count == 0 ? null : page.Edges[0].Cursor,
        page.Edges.Count == 0 ? null : page.Edges[^1].Cursor);
}

internal static class ConnectionFields
{
    /// <summary>Adds <c>first</c> and <c>after</c>. The bound is checked before the cost is computed, so no cost is negative.</summary>
    public static FieldBuilder<TSource, TReturn> Paged<TSource, TReturn>(this FieldBuilder<TSource, TReturn> field) => field
        .Argument<IntGraphType>(
            "first",
            $"How many elements, 1 to {Arguments.MaxFirst}.",
            argument =>
            {
                argument.DefaultValue = Arguments.DefaultFirst;
                argument.Validate(value => CheckFirst(value));
            })
        .Argument<StringGraphType>("after", "The cursor of the element to go on behind.");

    public static FieldBuilder<TSource, TReturn> AtLeastArgument<TSource, TReturn>(this FieldBuilder<TSource, TReturn> field) =>
        field.Argument<StringGraphType>("atLeast", "A position that a write or a read answered with: the answer is at least that fresh.");

    private static void CheckFirst(object? value)
    {
        if (value is int first and (< 1 or > Arguments.MaxFirst))
        {
            throw Arguments.Bad("first", $"is {first}; it must be 1 to {Arguments.MaxFirst}");
        }
    }
}

internal static class Numbers
{
    // GraphQL's Int has 32 bits; a counter beyond is shown as the largest.
    public static int ToInt(long value) => (int)Math.Min(value, int.MaxValue);
}
