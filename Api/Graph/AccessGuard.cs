using AutoCrm.Actors.Api.Auth;
using GraphQL.Resolvers;
using GraphQL.Types;
using GraphQL.Utilities;
using GraphQL.Validation;
using GraphQLParser.AST;

namespace AutoCrm.Actors.Api.Graph;

/// <summary>At start-up: demands that every field declares its access, and puts the guard before the resolvers that need one.</summary>
internal sealed class AccessGuard : BaseSchemaNodeVisitor
{
    public override void VisitObjectFieldDefinition(FieldType field, IObjectGraphType type, ISchema schema)
    {
        if (type.Name.StartsWith("__", StringComparison.Ordinal))
        {
            return;
        }

        var access = field.AccessOf()
            ?? throw new InvalidOperationException($"The field {type.Name}.{field.Name} does not declare who may see it.");
        var isRoot = type == schema.Query || type == schema.Mutation || type == schema.Subscription;
        if (isRoot != access.Roles.Count > 0)
        {
            throw new InvalidOperationException(
                $"The field {type.Name}.{field.Name} must {(isRoot ? "name the roles that may ask for it" : "not name roles: only root fields do")}.");
        }

        if (access.Withholds)
        {
            Guard(field, type, access);
        }
    }

    private static void Guard(FieldType field, IObjectGraphType type, Access access)
    {
        if (field.ResolvedType is NonNullGraphType)
        {
            throw new InvalidOperationException($"The field {type.Name}.{field.Name} may be withheld, so it must be nullable.");
        }

        var inner = field.Resolver
            ?? throw new InvalidOperationException($"The field {type.Name}.{field.Name} has no resolver of its own.");
        field.Resolver = new FuncFieldResolver<object?>(context =>
            access.Allows(context.Caller(), context.Source) ? inner.ResolveAsync(context) : ValueTask.FromResult<object?>(null));
    }
}

/// <summary>Before execution: refuses root fields that the caller's role may not ask for, wherever in the document they stand.</summary>
internal sealed class AccessRule : ValidationRuleBase
{
    public static AccessRule Instance { get; } = new();

    public override ValueTask<INodeVisitor?> GetPreNodeVisitorAsync(ValidationContext context)
    {
        var caller = context.UserContext is GraphScope scope ? scope.Caller : Caller.Nobody;
        return new(new MatchingNodeVisitor<GraphQLField>((field, visited) =>
        {
            var asked = visited.TypeInfo.GetFieldDef();
            var parent = visited.TypeInfo.GetParentType();
            var isRoot = parent is not null
                && (parent == visited.Schema.Query || parent == visited.Schema.Mutation || parent == visited.Schema.Subscription);
            if (isRoot && asked is not null && !asked.Name.StartsWith("__", StringComparison.Ordinal)
                && asked.AccessOf()?.Roles.Contains(caller.Role) != true)
            {
                visited.ReportError(new ValidationError(
                    visited.Document.Source, GraphCodes.Forbidden, $"The field '{asked.Name}' is not open to the token's role.", field)
                {
                    Code = GraphCodes.Forbidden,
                });
            }
        }));
    }
}
